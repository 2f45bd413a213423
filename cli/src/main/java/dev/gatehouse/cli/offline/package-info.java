/** Words that need a run folder or a policy file, and no gateway. */
@NullMarked
package dev.gatehouse.cli.offline;

import org.jspecify.annotations.NullMarked;
