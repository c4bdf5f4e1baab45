/// What the program knows of English words: which carry no topic, which mean nearly the same, which exclude each other.
public enum Lexicon {
  /// Words that never count as content.
  public static let stopWords: Set<String> = Set(
    """
    a an the this that these those is are was were be been being am do does did doing done have has had having
    will would shall should can could may might must ought i me my mine we us our ours you your yours he him his she her
    hers it its they them their theirs who whom whose which what when where why how and or but nor so yet for of
    in on at by to from with without within into onto upon about against between among through during before after
    above below over under than then as if because while until unless though although not no never none neither
    there here some any each every all both either such same other another own very too also only just even still
    again ever already more most less least much many few little lot please tell explain describe give according
    let s t d ll re ve don doesn isn aren didn wasn't don't doesn't isn't aren't can't won't couldn't shouldn't
    given together i'm i've i'd it's that's what's who's there's one's vs per via etc eg ie mean means like get gets got
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  /// Common words that say little about a topic: they count, but less than their rarity in a small store suggests.
  public static let commonStems: Set<String> = Set(
    """
    use take make need go come keep put set find know see look want ask try call work happen become show say
    time way thing part number amount kind type sort case example name value level rate long short high low big small
    large old new good bad great high first last next different same different general usual normal typical
    main major common important certain specific current total whole full possible available particular
    person user company patient someone anyone document text file report guide article page section according
    require must allow help start begin end stop change involve include contain consist cause lead result
    day year month week hour minute
    store bring live support grant offer provide receive own earn belong carry hold pass reach serve apply exist handle perform
    obtain accept claim permit possible enough correct right together happen stand lie measure record state
    plan expect intend program set up turn switch enable set choose select place move visit wear share join
    given based describe define definition explain state mention list size count
    """.split(whereSeparator: \.isWhitespace).map { Stemmer.stem(String($0)) })

  /// Stems that tell of a change of a value.
  static let changes: Set<String> = Set(
    """
    grow increase decrease fall rise drop change decline gain lose difference shrink climb widen narrow improve raise reduce
    lower cut move go
    """.split(whereSeparator: \.isWhitespace).map { Stemmer.stem(String($0)) })

  /// Small numbers as words.
  static let countWords: [String: Int] = [
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
  ]

  /// Two words that mean one verb, and that verb.
  static let phrasalVerbs: [String: String] = [
    "go up": "rise", "goes up": "rise", "went up": "rise", "going up": "rise", "gone up": "rise", "go down": "fall",
    "goes down": "fall", "went down": "fall", "going down": "fall", "gone down": "fall", "work out": "calculate",
    "worked out": "calculate", "works out": "calculate", "leave out": "exclude", "left out": "exclude",
    "leaves out": "exclude", "leaving out": "exclude", "turn on": "enable", "turned on": "enable", "switch on": "enable",
    "switched on": "enable", "turn off": "disable", "turned off": "disable", "switch off": "disable",
    "switched off": "disable", "carry out": "perform", "carried out": "perform", "set up": "install",
    "shut down": "stop", "pay back": "repay", "paid back": "repay", "give up": "abandon", "find out": "learn",
    "look up": "find", "break down": "fail", "breaks down": "fail", "broke down": "fail", "make up": "form",
    "get rid": "remove", "count as": "be", "counts as": "be", "made of": "consist", "hand in": "submit",
    "handed in": "submit", "go wrong": "fail", "goes wrong": "fail", "went wrong": "fail",
  ]

  /// Groups of stems that may stand for each other; a stem may be in several.
  public static let synonyms: [String: Set<String>] = {
    var map: [String: Set<String>] = [:]
    for line in synonymLines.split(separator: "\n") {
      let group = Set(line.split(separator: " ").map { Stemmer.stem(String($0)) })
      for stem in group { map[stem, default: []].formUnion(group) }
    }
    return map
  }()

  /// True when the two stems are one word, or words of one group.
  public static func agree(_ first: String, _ second: String) -> Bool {
    first == second || synonyms[first]?.contains(second) == true
  }

  /// Sets of stems of which a text about one is no evidence about another, however close their vectors.
  public static func exclude(_ first: String, _ second: String) -> Bool {
    guard first != second else { return false }
    guard let groups = contrastGroup[first], let others = contrastGroup[second] else { return false }
    return !groups.isDisjoint(with: others) && !agree(first, second)
  }

  private static let contrastGroup: [String: Set<Int>] = {
    var map: [String: Set<Int>] = [:]
    for (index, line) in contrastLines.split(separator: "\n").enumerated() {
      for word in line.split(separator: " ") { map[Stemmer.stem(String(word)), default: []].insert(index) }
    }
    return map
  }()

  private static let synonymLines = """
    maximum max highest most largest greatest upper ceiling cap limit exceed
    together combine jointly concurrent simultaneous
    accept admit take
    refuse reject deny decline
    cold cool
    coldest lowest
    warmest hottest highest
    holiday vacation leave absence
    audit review
    wage salary pay remuneration
    bonus premium
    live inhabit reside
    discover find invent
    evict remove
    firm business company
    minimum min lowest least smallest floor lower
    dose dosage
    start begin commence initiate initial open launch
    end finish stop cease discontinue terminate close
    buy purchase acquire
    sell vendor
    cost price fee charge expense
    pay payment remunerate
    keep retain retention store hold preserve
    remove delete erase drop
    allow permit may authorise authorize enable
    forbid prohibit ban disallow
    need require necessary mandatory must
    help assist support aid
    make produce manufacture create build
    founder found establish
    employee staff worker personnel workforce people headcount
    company firm business corporation organisation organization enterprise
    client customer
    doctor physician clinician
    drug medicine medication medicament
    illness disease disorder condition
    symptom sign
    kidney renal
    liver hepatic
    heart cardiac
    lung pulmonary
    pregnant pregnancy gestation
    child paediatric pediatric
    treat treatment therapy manage
    cure heal
    cause reason why
    effect consequence result outcome
    increase rise raise grow climb gain
    decrease fall reduce decline lower drop shrink
    big large
    fast quick rapid speed
    time duration period long
    often frequency frequent every
    happen occur
    show display indicate
    change modify alter amend
    error fault exception
    fail crash
    function method procedure routine
    argument parameter
    variable field
    delay latency wait
    retry attempt repeat
    default standard preset
    annual yearly year
    monthly month
    weekly week
    daily day
    hourly hour
    revenue turnover sell income
    profit earnings
    debt borrow loan liability
    share stock
    manager head director leader lead chief
    chairman chair chairperson
    job role position
    site location place
    address contact
    phone telephone
    car vehicle
    area region zone
    city town
    nation country
    age old
    weight heavy weigh
    height tall high
    width wide
    depth deep
    length long
    distance far
    temperature hot warm cold
    password credential
    sign login log
    request ask apply application
    answer reply respond response
    approve approval authorise authorize sanction
    refund reimburse reimbursement
    deadline due
    leave vacation holiday
    travel trip
    hire recruit
    fire dismiss
    check verify inspect examine
    test exam trial
    often frequently
    size capacity
    name call known term
    eat food meal
    drink beverage
    safe safety
    danger hazard risk
    avoid contraindicated
    responsible charge owner accountable
    store storage
    notice notify inform notification
    rest break
    author write
    measure gauge
    convert transform
    compute calculate determine
    defend protect guard prevent remedy countermeasure mitigate shield
    repay redeem
    hand submit provide
    divide ratio quotient
    complexity time
    memory space
    copy duplicate backup
    guarantee warranty
    ship deliver delivery
    invoice bill
    receipt proof
    borrower debtor
    lender creditor
    interest rate
    elderly older senior aged
    adult grown
    """

  private static let contrastLines = """
    child adult elderly infant newborn adolescent teenager pregnant baby
    man woman boy girl male female
    monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december
    spring summer autumn winter fall
    north south east west
    morning afternoon evening night noon midnight
    maximum minimum
    increase decrease
    increase reduce
    rise fall
    start end
    begin stop
    buy sell
    profit lose
    asset liability
    debit credit
    first second third fourth fifth
    oral intravenous topical inhaled subcutaneous intramuscular
    red green blue yellow black white orange purple brown
    gold silver bronze platinum
    basic standard premium enterprise pro
    read write delete update insert
    input output
    client server
    cat dog horse cow pig sheep bird fish
    left right
    internal external
    open close
    import export
    gross net
    upload download
    lock unlock
    mild moderate severe
    annual parental sick maternity paternity
    acute chronic
    short long
    early late
    hot cold
    systolic diastolic
    domestic foreign
    phone email fax website
    weight height length width depth
    price age colour color weight
    inventor founder owner ceo cfo cto chairman treasurer
    encryption compression
    """
}
