// The system SQLite, at least 3.40 with FTS5, and what of it Swift cannot reach by itself.
#include <sqlite3.h>

// SQLITE_TRANSIENT is a cast that Swift cannot import.
static inline sqlite3_destructor_type kg_sqlite_transient(void) { return SQLITE_TRANSIENT; }

// sqlite3_db_config takes variable arguments, which Swift cannot pass.
static inline int kg_sqlite_set_flag(sqlite3 *db, int flag, int on) { return sqlite3_db_config(db, flag, on, (int *)0); }

// sqlite3_config likewise. Counting every allocation under one lock is of no use here; it is forgone before the first connection.
static inline int kg_sqlite_forgo_statistics(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
