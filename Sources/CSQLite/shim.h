// The system SQLite, at least 3.40 with FTS5. SQLITE_TRANSIENT is a cast that Swift cannot import.
#include <sqlite3.h>
static inline sqlite3_destructor_type kg_sqlite_transient(void) { return SQLITE_TRANSIENT; }
