extension Query {
  /// The graphs that FROM and FROM NAMED ask for; empty when the query takes the source as it is. Nothing is ever fetched: those that the source
  /// does not have are empty.
  public var graphs: [String] { (plan.from ?? []) + (plan.fromNamed ?? []) }
}
