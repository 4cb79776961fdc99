// the package has no types of its own; the Direct Line client uses it as the browser's
declare module 'xhr2' {
  const XMLHttpRequest: unknown
  export default XMLHttpRequest
}
