// natural has types for its whole tree only, while we load single files of it: the whole takes a second.
declare module 'natural/lib/natural/stemmers/porter_stemmer' {
  import { PorterStemmer } from 'natural/lib/natural/stemmers'
  export = PorterStemmer
}
declare module 'natural/lib/natural/tokenizers/regexp_tokenizer' {
  import { RegexpTokenizer } from 'natural/lib/natural/tokenizers'

  export { RegexpTokenizer }
}
declare module 'natural/lib/natural/classifiers/bayes_classifier' {
  import { BayesClassifier } from 'natural/lib/natural/classifiers'
  export = BayesClassifier
}
