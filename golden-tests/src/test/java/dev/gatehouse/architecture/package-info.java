/** The product's rules of structure, held against its compiled classes and its sources. */
@NullMarked
package dev.gatehouse.architecture;

import org.jspecify.annotations.NullMarked;
