/**
 * One database in two dialects, SQLite and PostgreSQL: connections, migrations, transactions.
 *
 * <p>Invariant: knows no table's meaning.
 */
@NullMarked
package dev.tidegate.store;

import org.jspecify.annotations.NullMarked;
