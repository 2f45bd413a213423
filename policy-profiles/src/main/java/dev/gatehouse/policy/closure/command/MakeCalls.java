package dev.gatehouse.policy.closure.command;

import dev.gatehouse.policy.closure.base.Provenance;
import dev.gatehouse.policy.closure.shell.Shell;
import java.util.List;

/** Reads the makefiles that commands and variables of the environment name. */
public interface MakeCalls {
  /** Takes makefiles that every call of make reads first. */
  void always(List<String> files, Shell shell, Provenance because);

  /** Follows the files that a makefile includes, whether a step runs make or not. */
  void includesOf(String directory, String makefile, Provenance because);

  /** Follows a call of make with these words after its name. */
  void command(List<String> words, Shell shell, Provenance because);
}
