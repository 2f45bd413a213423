/** The story that shows every part at work, told line by line. */
@NullMarked
package dev.gatehouse.cli.demo;

import org.jspecify.annotations.NullMarked;
