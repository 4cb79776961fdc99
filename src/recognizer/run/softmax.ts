/** Turns scores into probabilities in place; `sharpness` above 1 makes the best one stand out more. */
export function softmax(scores: Float32Array, sharpness: number): void {
  let top = -Infinity
  for (let i = 0; i < scores.length; i++) if ((scores[i] as number) > top) top = scores[i] as number
  let total = 0
  for (let i = 0; i < scores.length; i++) {
    const value = Math.exp(((scores[i] as number) - top) * sharpness)
    scores[i] = value
    total += value
  }
  for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] as number) / total
}
