/** What people see: lines that no untrusted text can break out of, a bar, tables, refusals. */
@NullMarked
package dev.gatehouse.cli.screen;

import org.jspecify.annotations.NullMarked;
