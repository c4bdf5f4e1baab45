// Opening of the module: what it is, its operations, what each costs.
