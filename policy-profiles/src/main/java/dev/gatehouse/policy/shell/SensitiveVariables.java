package dev.gatehouse.policy.shell;

import java.util.Set;

/**
 * Variables that change which programs run, what they load, or how text is read.
 *
 * <p>Sources: bash(1) "Shell Variables"; ld.so(8) and environ(7); git(1) "Environment Variables";
 * python(1); perlrun(1); the manuals of Node.js, npm, Ruby, the JDK, Maven, Gradle, Go, Cargo, GNU
 * make and GCC.
 */
public final class SensitiveVariables {
  /** Read by bash itself, or set by it: an assignment changes how the rest of a string is read. */
  private static final Set<String> OF_SHELL =
      Set.of(
          "CDPATH",
          "COLUMNS",
          "DIRSTACK",
          "EMACS",
          "ENV",
          "EPOCHREALTIME",
          "EPOCHSECONDS",
          "EUID",
          "EXECIGNORE",
          "FIGNORE",
          "FUNCNAME",
          "FUNCNEST",
          "GLOBIGNORE",
          "GROUPS",
          "HISTCMD",
          "HISTCONTROL",
          "HISTFILE",
          "HISTFILESIZE",
          "HISTIGNORE",
          "HISTSIZE",
          "HISTTIMEFORMAT",
          "HOME",
          "HOSTFILE",
          "HOSTNAME",
          "HOSTTYPE",
          "IFS",
          "IGNOREEOF",
          "INPUTRC",
          "INSIDE_EMACS",
          "LINENO",
          "LINES",
          "MACHTYPE",
          "MAIL",
          "MAILCHECK",
          "MAILPATH",
          "MAPFILE",
          "OLDPWD",
          "OPTARG",
          "OPTERR",
          "OPTIND",
          "OSTYPE",
          "PATH",
          "PIPESTATUS",
          "POSIXLY_CORRECT",
          "PPID",
          "PROMPT_COMMAND",
          "PROMPT_DIRTRIM",
          "PS0",
          "PS1",
          "PS2",
          "PS3",
          "PS4",
          "PWD",
          "RANDOM",
          "READLINE_ARGUMENT",
          "READLINE_LINE",
          "READLINE_MARK",
          "READLINE_POINT",
          "REPLY",
          "SECONDS",
          "SHELL",
          "SHELLOPTS",
          "SHLVL",
          "SRANDOM",
          "TEXTDOMAIN",
          "TEXTDOMAINDIR",
          "TIMEFORMAT",
          "TMOUT",
          "UID",
          "_",
          "auto_resume",
          "histchars");

  private static final String[] PREFIXES_OF_SHELL = {"BASH", "COMP_", "COMPREPLY", "COPROC", "LD_"};

  /** The locale: the shell reads it, and programs do. */
  private static final Set<String> OF_LOCALE = Set.of("LANG", "LANGUAGE");

  /** Read by programs alone. */
  private static final Set<String> OF_PROGRAMS =
      Set.of(
          "AR",
          "AS",
          "BROWSER",
          "BUNDLE_GEMFILE",
          "CC",
          "CLASSPATH",
          "COMPILER_PATH",
          "CPATH",
          "CPLUS_INCLUDE_PATH",
          "CPP",
          "CXX",
          "C_INCLUDE_PATH",
          "DEPENDENCIES_OUTPUT",
          "DYLD",
          "EDITOR",
          "FCEDIT",
          "GCONV_PATH",
          "GEM_HOME",
          "GEM_PATH",
          "GETCONF_DIR",
          "HOSTALIASES",
          "JAVA_HOME",
          "JAVA_TOOL_OPTIONS",
          "JDK_JAVAC_OPTIONS",
          "JDK_JAVA_OPTIONS",
          "LD",
          "LESSCHARSET",
          "LIBRARY_PATH",
          "LOCALDOMAIN",
          "LOCPATH",
          "MAKE",
          "MAKEFILES",
          "MAKEFLAGS",
          "MAKELEVEL",
          "MAKEOVERRIDES",
          "MAKESHELL",
          "MANPAGER",
          "MFLAGS",
          "NIS_PATH",
          "NLSPATH",
          "OBJC_INCLUDE_PATH",
          "PAGER",
          "RESOLV_HOST_CONF",
          "RES_OPTIONS",
          "RUSTC",
          "RUSTC_WORKSPACE_WRAPPER",
          "RUSTC_WRAPPER",
          "RUSTDOC",
          "RUSTDOCFLAGS",
          "RUSTFLAGS",
          "SUNPRO_DEPENDENCIES",
          "TERMCAP",
          "TERMINFO",
          "TERMINFO_DIRS",
          "TMPDIR",
          "TZDIR",
          "VISUAL",
          "XDG_CONFIG_DIRS",
          "XDG_CONFIG_HOME",
          "_JAVA_OPTIONS");

  private static final String[] PREFIXES_OF_PROGRAMS = {
    "CARGO_", "CGO_", "DYLD_", "GCC_", "GIT_", "GLIBC_", "GO", "GRADLE_", "JEST_", "LESS",
    "MALLOC_", "MAVEN_", "MVN_", "NODE_", "NPM_", "NVM_", "PERL", "PIP_", "POETRY_", "PYENV_",
    "PYTEST_", "PYTHON", "RUBY", "SSH_", "TOX_", "UV_", "VIRTUAL_ENV", "YARN_", "npm_"
  };

  private SensitiveVariables() {}

  /** Whether an assignment to it has to be listed by a rule. */
  public static boolean isSensitive(String name) {
    return isOfShell(name)
        || OF_PROGRAMS.contains(name)
        || beginsWithOneOf(PREFIXES_OF_PROGRAMS, name);
  }

  /** Whether the shell reads or sets it, so that the reader cannot follow an assignment in it. */
  static boolean isOfShell(String name) {
    return OF_SHELL.contains(name) || beginsWithOneOf(PREFIXES_OF_SHELL, name) || isOfLocale(name);
  }

  /** Whether it names a language or an encoding. */
  static boolean isOfLocale(String name) {
    return OF_LOCALE.contains(name) || name.startsWith("LC_");
  }

  private static boolean beginsWithOneOf(String[] prefixes, String name) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
