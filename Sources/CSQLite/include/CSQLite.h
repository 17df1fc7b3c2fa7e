// The way to SQLite: what its header hides from Swift behind casts and shifts.
#ifndef TOILE_CSQLITE_H
#define TOILE_CSQLITE_H

#include <sqlite3.h>
#include <stddef.h>

/// Binds bytes that SQLite copies; SQLITE_TRANSIENT is a cast pointer that Swift cannot name.
static inline int csqlite_bind_blob(sqlite3_stmt *_Nonnull statement, int index,
                                    const void *_Nullable bytes, size_t count) {
    return sqlite3_bind_blob64(statement, index, count == 0 ? "" : bytes, count, SQLITE_TRANSIENT);
}

/// Binds text that SQLite copies.
static inline int csqlite_bind_text(sqlite3_stmt *_Nonnull statement, int index, const char *_Nonnull text) {
    return sqlite3_bind_text(statement, index, text, -1, SQLITE_TRANSIENT);
}

/// The extended codes of a sync that failed: what was written before may be gone, whatever comes after.
static inline int csqlite_is_failed_sync(int extended_code) {
    return extended_code == SQLITE_IOERR_FSYNC || extended_code == SQLITE_IOERR_DIR_FSYNC;
}

#endif
