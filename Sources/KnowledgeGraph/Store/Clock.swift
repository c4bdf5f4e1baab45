internal import Glibc

/// The time of day, for rows that say when something was added.
enum Clock {
  static var secondsSince1970: Int64 { Int64(time(nil)) }
}
