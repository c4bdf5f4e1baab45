// What follows from the graph, by rules, kept in the store as inferred triples that tell their rule and their premises.
//
//   `InferenceRule`   if these patterns hold, and these comparisons, then these triples: written as text, in Turtle or here
//   `StandardRules`   RDFS (subclass, subproperty, domain, range), symmetric, inverse and transitive properties, owl:sameAs
//   `RuleReader`      the graph's own rules (`kg:InferenceRule`)
//   `RuleEngine`      applies them, inside one transaction of the store
//
// Semi-naive forward chaining: triples are taken in the order in which they came, each once, and joined with those before it, so every combination of
// premises is met once, at its youngest premise; what is concluded is younger still and has its turn later. Only what came since the last time is looked at.
// Removal: each inferred triple has one derivation from older triples; when a premise goes, what stood on it is taken back and tried again against the
// rest. Costs: a few microseconds for each new triple and rule that could use it; a removal costs a look at every premise kept, and what it undoes.
// Rules read and write the default graph; what is said in a named graph is not taken for true.
