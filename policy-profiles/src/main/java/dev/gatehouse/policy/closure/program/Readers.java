package dev.gatehouse.policy.closure.program;

import java.util.Set;

/** Programs of which it is known that what their arguments name is only read or changed. */
public final class Readers {
  private static final String PLAIN =
      """
      [ [[ (( : . .. alias ar arch as autoflake awk b2sum base32 base64 basename bc black break bg
      bzip2 c++ cargo cargo-fmt case cat cc ccache chgrp chmod chown cksum clang clang++ clang-format
      clang-tidy clear cmp codespell column comm continue cp cpp cppcheck csc curl cut cython date dd
      df diff diff3 dirname dos2unix dotnet du echo egrep else esac eslint exit expand expr fg false
      fc ffmpeg fgrep fi file flake8 fmt fold for free function g++ gcc gcov getopt getopts gfortran
      ghc git go gofmt goimports golangci-lint gpg grep groups gunzip gzip hash hd head hexdump
      hostname iconv id identify in inkscape install isort jar java javac javadoc javap jest jobs join
      jq kill kotlinc ktlint ld less let line-length link ln locale ls lsof lzma markdownlint md5sum
      mkdir mkfifo mktemp mocha more msgfmt msgmerge mv mvn mvnw mypy nl nm node-gyp npm numfmt objcopy
      objdump od openssl pandoc paste patch pathchk pip pip3 pnpm popd prettier printenv printf ps pwd
      pycodestyle pydocstyle pyflakes pylint pyright pyupgrade ranlib read readelf readlink realpath
      return rev rg rm rmdir rspec rubocop ruff rustc rustdoc rustfmt scalac scp select sha1sum sha224sum
      sha256sum sha384sum sha512sum shasum shellcheck shfmt shift shopt shred shuf size sleep sort
      split sqlite3 standard stat strings strip stylelint sum swiftc sync tac tail tar tee test touch
      tr true truncate tsc tslint tsort tty twine type ulimit umask unalias uname unexpand uniq unset
      unxz unzip users vitest wait wc wget whereis which who whoami xmllint xxd xz xzcat yamllint yarn
      yes yq zcat zdiff zgrep zip zstd
      """;

  private static final Set<String> NAMES = Set.of(PLAIN.strip().split("\\s+"));

  private Readers() {}

  public static boolean isOne(String name) {
    return NAMES.contains(name);
  }

  /** Whether it stands where a command stands: some names are those of goals and labels too. */
  public static boolean isOneInside(String name) {
    return isOne(name) && !name.equals("test") && !name.equals("install");
  }
}
