/*
 * Faults: a library that is loaded into a gateway before the C library (LD_PRELOAD) and makes one
 * chosen step of its work on files fail.
 *
 * A step is a call by which the process changes a file, a name or its durability below one of the
 * directories of FAULTS_BELOW and not below FAULTS_EXCEPT (both: absolute paths, separated by ':').
 * Steps are counted while the file FAULTS_CONTROL says so; each is a line of FAULTS_LOG: its number,
 * the program, the call, the path. The step whose number is chosen is not done:
 *
 *   kind 1  the gateway is killed by SIGKILL; so is a git that made the call below the first
 *           directory, while one that made it below another outlives the gateway
 *   else    the call fails once, with that number as errno
 *
 * The git processes that the gateway starts get the library too, since the mirrors are written by
 * them alone; every other program is started without it. What a program writes through a stream of
 * the C library (fopen) is a step when the file is opened, and no more after.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define KILL 1
#define MOST_VARIABLES 4096
#define MOST_OURS 8

/* The control file: five numbers of 64 bits in the machine's order. */
struct control {
  _Atomic int64_t counting;
  _Atomic int64_t steps;
  _Atomic int64_t chosen;
  _Atomic int64_t kind;
  _Atomic int64_t server;
};

static struct control *control;
static int log_fd = -1;
static char *ours[MOST_OURS];
static const char *below = "";
static const char *except = "";
static void *(*real_dlsym)(void *, const char *);

static void *next(const char *name) {
  if (!real_dlsym) {
    static const char *const versions[] = {"GLIBC_2.2.5", "GLIBC_2.17", "GLIBC_2.34"};
    for (size_t i = 0; i < sizeof versions / sizeof *versions && !real_dlsym; i++)
      real_dlsym = (void *(*)(void *, const char *))dlvsym(RTLD_NEXT, "dlsym", versions[i]);
    if (!real_dlsym)
      abort();
  }
  return real_dlsym(RTLD_NEXT, name);
}

/* The C library's own function of this name and type. */
#define REAL(name)                                                                                 \
  ({                                                                                               \
    static __typeof__(&name) found;                                                                \
    if (!found)                                                                                    \
      found = (__typeof__(&name))next(#name);                                                      \
    found;                                                                                         \
  })

static int is_ours(const char *variable) {
  return strncmp(variable, "LD_PRELOAD=", 11) == 0 || strncmp(variable, "FAULTS_", 7) == 0;
}

static int starts_server(void) {
  char path[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  if (length < 0)
    return 0;
  path[length] = 0;
  return strcmp(strrchr(path, '/') + 1, "java") == 0;
}

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("FAULTS_CONTROL");
  const char *log = getenv("FAULTS_LOG");
  if (!file || !log)
    return;
  if (getenv("FAULTS_BELOW"))
    below = strdup(getenv("FAULTS_BELOW"));
  if (getenv("FAULTS_EXCEPT"))
    except = strdup(getenv("FAULTS_EXCEPT"));
  for (int i = 0, count = 0; environ[i] && count < MOST_OURS; i++)
    if (is_ours(environ[i]))
      ours[count++] = strdup(environ[i]);
  int fd = REAL(open)(file, O_RDWR | O_CLOEXEC);
  if (fd < 0)
    return;
  void *mapped = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (mapped == MAP_FAILED)
    return;
  log_fd = REAL(open)(log, O_WRONLY | O_APPEND | O_CLOEXEC);
  control = mapped;
  if (starts_server())
    control->server = getpid();
}

/* Whether path is one of the directories of list, or below one. */
static int lies_below(const char *path, const char *list) {
  while (*list) {
    const char *end = strchrnul(list, ':');
    size_t length = (size_t)(end - list);
    if (length && strncmp(path, list, length) == 0 && (path[length] == '/' || path[length] == 0))
      return 1;
    list = *end ? end + 1 : end;
  }
  return 0;
}

/* Writes the absolute path of name, which is relative to the directory dir; 0 if there is none. */
static int locate(int dir, const char *name, char out[PATH_MAX]) {
  if (name && name[0] == '/')
    return snprintf(out, PATH_MAX, "%s", name) < PATH_MAX;
  char link[64];
  if (dir == AT_FDCWD)
    snprintf(link, sizeof link, "/proc/self/cwd");
  else
    snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
  char directory[PATH_MAX];
  ssize_t length = readlink(link, directory, sizeof directory - 1);
  if (length < 1 || directory[0] != '/')
    return 0;
  directory[length] = 0;
  if (!name || !*name)
    return snprintf(out, PATH_MAX, "%s", directory) < PATH_MAX;
  return snprintf(out, PATH_MAX, "%s/%s", directory, name) < PATH_MAX;
}

/* Whether path lies below the first directory. */
static int lies_below_first(const char *path) {
  const char *end = strchrnul(below, ':');
  char *first = strndup(below, (size_t)(end - below));
  int lies = first && lies_below(path, first);
  free(first);
  return lies;
}

static void kill_server(const char *path) {
  pid_t server = (pid_t)control->server;
  if (server > 0 && server != getpid()) {
    kill(server, SIGKILL);
    if (!lies_below_first(path))
      return;
  }
  kill(getpid(), SIGKILL);
  for (;;)
    pause();
}

/* Counts the call if it is a step; not 0 if the call is to fail now, with errno. */
static int fails(const char *call, int dir, const char *name) {
  if (!control || !control->counting)
    return 0;
  int before = errno;
  char path[PATH_MAX];
  if (!locate(dir, name, path) || !lies_below(path, below) || lies_below(path, except)) {
    errno = before;
    return 0;
  }
  int64_t step = atomic_fetch_add(&control->steps, 1) + 1;
  int is_chosen = step == control->chosen;
  char line[PATH_MAX + 256];
  int length = snprintf(line, sizeof line, "%lld %s %s %s%s\n", (long long)step,
                        program_invocation_short_name, call, path, is_chosen ? " FAULT" : "");
  if (log_fd >= 0 && REAL(write)(log_fd, line, (size_t)length) < 0)
    errno = before;
  if (!is_chosen) {
    errno = before;
    return 0;
  }
  if (control->kind == KILL) {
    kill_server(path);
    errno = before;
    return 0;
  }
  errno = (int)control->kind;
  return 1;
}

#define FD(call, fd) fails(call, fd, NULL)
#define NAME(call, name) fails(call, AT_FDCWD, name)

/* ---- opening and making ---- */

static int creates(int flags) { return flags & (O_CREAT | O_TRUNC); }

static mode_t mode_of(int flags, va_list arguments) {
  return flags & (O_CREAT | O_TMPFILE) ? (mode_t)va_arg(arguments, int) : 0;
}

#define OPEN(function)                                                                             \
  int function(const char *name, int flags, ...) {                                                 \
    va_list arguments;                                                                             \
    va_start(arguments, flags);                                                                    \
    mode_t mode = mode_of(flags, arguments);                                                       \
    va_end(arguments);                                                                             \
    return creates(flags) && NAME("open", name) ? -1 : REAL(function)(name, flags, mode);          \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(function)                                                                           \
  int function(int dir, const char *name, int flags, ...) {                                        \
    va_list arguments;                                                                             \
    va_start(arguments, flags);                                                                    \
    mode_t mode = mode_of(flags, arguments);                                                       \
    va_end(arguments);                                                                             \
    return creates(flags) && fails("open", dir, name) ? -1                                         \
                                                      : REAL(function)(dir, name, flags, mode);    \
  }
OPENAT(openat)
OPENAT(openat64)

#define FOPEN(function)                                                                            \
  FILE *function(const char *restrict name, const char *restrict mode) {                           \
    return *mode != 'r' && NAME("fopen", name) ? NULL : REAL(function)(name, mode);                \
  }
FOPEN(fopen)
FOPEN(fopen64)

/* Of all that goes through syscall(2) only openat2 is a step. */
long syscall(long number, ...) {
  va_list arguments;
  va_start(arguments, number);
  long a[6];
  for (int i = 0; i < 6; i++)
    a[i] = va_arg(arguments, long);
  va_end(arguments);
  if (number == SYS_openat2 && creates((int)*(uint64_t *)a[2]) &&
      fails("open", (int)a[0], (const char *)a[1]))
    return -1;
  return REAL(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

int mkdir(const char *name, mode_t mode) {
  return NAME("mkdir", name) ? -1 : REAL(mkdir)(name, mode);
}

int mkdirat(int dir, const char *name, mode_t mode) {
  return fails("mkdir", dir, name) ? -1 : REAL(mkdirat)(dir, name, mode);
}

int symlink(const char *target, const char *name) {
  return NAME("symlink", name) ? -1 : REAL(symlink)(target, name);
}

int symlinkat(const char *target, int dir, const char *name) {
  return fails("symlink", dir, name) ? -1 : REAL(symlinkat)(target, dir, name);
}

/* ---- names ---- */

int link(const char *from, const char *to) { return NAME("link", to) ? -1 : REAL(link)(from, to); }

int linkat(int from_dir, const char *from, int to_dir, const char *to, int flags) {
  return fails("link", to_dir, to) ? -1 : REAL(linkat)(from_dir, from, to_dir, to, flags);
}

int rename(const char *from, const char *to) {
  return NAME("rename", to) ? -1 : REAL(rename)(from, to);
}

int renameat(int from_dir, const char *from, int to_dir, const char *to) {
  return fails("rename", to_dir, to) ? -1 : REAL(renameat)(from_dir, from, to_dir, to);
}

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags) {
  return fails("rename", to_dir, to) ? -1 : REAL(renameat2)(from_dir, from, to_dir, to, flags);
}

int unlink(const char *name) { return NAME("unlink", name) ? -1 : REAL(unlink)(name); }

int unlinkat(int dir, const char *name, int flags) {
  return fails("unlink", dir, name) ? -1 : REAL(unlinkat)(dir, name, flags);
}

int rmdir(const char *name) { return NAME("rmdir", name) ? -1 : REAL(rmdir)(name); }

/* ---- content and durability ---- */

int fsync(int fd) { return FD("fsync", fd) ? -1 : REAL(fsync)(fd); }

int fdatasync(int fd) { return FD("fdatasync", fd) ? -1 : REAL(fdatasync)(fd); }

int ftruncate(int fd, off_t length) {
  return FD("ftruncate", fd) ? -1 : REAL(ftruncate)(fd, length);
}

int ftruncate64(int fd, off64_t length) {
  return FD("ftruncate", fd) ? -1 : REAL(ftruncate64)(fd, length);
}

ssize_t write(int fd, const void *bytes, size_t count) {
  return FD("write", fd) ? -1 : REAL(write)(fd, bytes, count);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
  return FD("write", fd) ? -1 : REAL(pwrite)(fd, bytes, count, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
  return FD("write", fd) ? -1 : REAL(pwrite64)(fd, bytes, count, at);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  return FD("write", fd) ? -1 : REAL(writev)(fd, parts, count);
}

ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t count,
                        unsigned flags) {
  return FD("write", to) ? -1 : REAL(copy_file_range)(from, from_at, to, to_at, count, flags);
}

/* ---- owner, mode, time ---- */

int chmod(const char *name, mode_t mode) {
  return NAME("chmod", name) ? -1 : REAL(chmod)(name, mode);
}

int fchmod(int fd, mode_t mode) { return FD("chmod", fd) ? -1 : REAL(fchmod)(fd, mode); }

int fchown(int fd, uid_t user, gid_t group) {
  return FD("chown", fd) ? -1 : REAL(fchown)(fd, user, group);
}

int fchownat(int dir, const char *name, uid_t user, gid_t group, int flags) {
  return fails("chown", dir, name) ? -1 : REAL(fchownat)(dir, name, user, group, flags);
}

int futimens(int fd, const struct timespec times[2]) {
  return FD("utimens", fd) ? -1 : REAL(futimens)(fd, times);
}

/* ---- whom the library is handed on to ---- */

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/* Git, also where another program starts it as another user. */
static int is_git(const char *path, char *const argv[]) {
  if (strcmp(base_name(path), "git") == 0)
    return 1;
  if (strcmp(base_name(path), "setpriv") != 0)
    return 0;
  for (int i = 0; argv[i]; i++)
    if (strcmp(argv[i], "git") == 0)
      return 1;
  return 0;
}

/* The variables for a program: those of given, with this library's own only for git. */
static void hand_on(int to_git, char *const given[], char *out[MOST_VARIABLES]) {
  int count = 0;
  for (int i = 0; given && given[i] && count < MOST_VARIABLES - MOST_OURS - 1; i++)
    if (!is_ours(given[i]))
      out[count++] = given[i];
  for (int i = 0; to_git && i < MOST_OURS && ours[i]; i++)
    out[count++] = ours[i];
  out[count] = NULL;
}

int execve(const char *path, char *const argv[], char *const envp[]) {
  if (!control || strcmp(base_name(path), "jspawnhelper") == 0)
    return REAL(execve)(path, argv, envp);
  char *variables[MOST_VARIABLES];
  hand_on(is_git(path, argv), envp, variables);
  return REAL(execve)(path, argv, variables);
}

int execvp(const char *path, char *const argv[]) {
  if (!control)
    return REAL(execvp)(path, argv);
  char *variables[MOST_VARIABLES];
  hand_on(is_git(path, argv), environ, variables);
  char **before = environ;
  environ = variables;
  int failed = REAL(execvp)(path, argv);
  environ = before;
  return failed;
}

/* ---- those who look functions up by name ---- */

void *dlsym(void *restrict handle, const char *restrict name) {
  static const struct {
    const char *name;
    void *function;
  } known[] = {
#define KNOWN(function) {#function, (void *)function}
      KNOWN(open),      KNOWN(open64),    KNOWN(openat),  KNOWN(openat64), KNOWN(syscall),
      KNOWN(mkdir),     KNOWN(mkdirat),   KNOWN(symlink), KNOWN(symlinkat), KNOWN(link),
      KNOWN(linkat),    KNOWN(rename),    KNOWN(renameat), KNOWN(renameat2), KNOWN(unlink),
      KNOWN(unlinkat),  KNOWN(rmdir),     KNOWN(fsync),   KNOWN(fdatasync), KNOWN(ftruncate),
      KNOWN(ftruncate64), KNOWN(write),   KNOWN(pwrite),  KNOWN(pwrite64), KNOWN(writev),
      KNOWN(copy_file_range), KNOWN(chmod), KNOWN(fchmod), KNOWN(fchown), KNOWN(fchownat),
      KNOWN(futimens),
  };
  if (handle != RTLD_NEXT)
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
      if (strcmp(name, known[i].name) == 0)
        return known[i].function;
  if (!real_dlsym)
    next("dlsym");
  return real_dlsym(handle, name);
}
