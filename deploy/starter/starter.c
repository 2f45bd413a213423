/*
 * The starter: process 1 of every sandbox container.
 *
 *   starter          waits for one command on standard input, runs it, reports, ends.
 *   starter pause    waits for SIGTERM; holds the namespaces and volumes of a run.
 *
 * It is the only trusted program inside a container, so it is small, static, unreadable (mode 0111)
 * and not dumpable: a command, which has the same uid, can neither trace it nor read its memory,
 * environment, descriptors or executable. The kernel delivers no signal without a handler to
 * process 1 of a pid namespace, so a command cannot kill it either.
 *
 * Protocol, all numbers big-endian.
 *
 * In, once, on standard input:
 *   "GHS1"  u32 length of the rest (at most MAX_OPENING)
 *   u64 largest file in bytes   u64 open files   u32 argc   u32 envc   u32 bytes of standard input
 *   argc strings, envc strings "NAME=value", the directory: each ends with a NUL
 *   the bytes of standard input
 * A step of a verification plan is a judged command: it comes as "GHS2", with
 *   u32 bytes of nonces
 * after the bytes of standard input, and the nonces at the end of all: messages of NONCE bytes each.
 * They wait in a SOCK_SEQPACKET socket that the command has as descriptor JUDGE; each process that
 * reads there takes one, and what is written there is the judge's report. A socket, since a process
 * can open another one's pipe or file by /proc, and the kernel says who wrote to it.
 * Until it has come nothing below /workspace is touched: an overlay that was looked into is stale
 * after a commit. Standard input then stays open and silent; its end means that the gateway is gone,
 * and everything in the container is killed.
 *
 * Out, on standard output, frames of: one byte of kind, u32 length, payload.
 *   'O' 'E'  bytes that the command wrote to its standard output, standard error
 *   'J'      u32 process that wrote, u32 length, one message of the judge's report
 *   'F'      why no command was run, as text; the last frame; exit status 125
 *   'Z'      the last frame otherwise, 109 bytes:
 *            'X' (exited) or 'S' (signalled), u32 code or signal,
 *            u64 bytes and SHA-256 (32 bytes) of standard output, the same of standard error,
 *            u64 CPU microseconds, u64 peak resident KiB of one process, u64 OOM kills;
 *            of a judged command 40 bytes more: u64 bytes and SHA-256 of the payloads of 'J'
 * 'Z' is sent after the last byte of output and when no other process is left in the container. The
 * exit status is that of the command: its code, or 128 + its signal.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_OPENING (8u << 20)
#define MAX_ARGUMENTS 65536u
#define MAX_VARIABLES 4096u
#define CHUNK 65536u
#define HEADER 5u
#define FAILED 125
#define JUDGE 198
#define NONCE 33u
#define MAX_NONCES 64u

/* ---- SHA-256 (FIPS 180-4) ---- */

struct sha256 {
  uint32_t state[8];
  uint64_t bytes;
  unsigned char block[64];
};

static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static void sha256_start(struct sha256 *h) {
  static const uint32_t first[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  memset(h, 0, sizeof *h);
  memcpy(h->state, first, sizeof first);
}

static uint32_t turn(uint32_t x, int n) { return x >> n | x << (32 - n); }

static void sha256_block(struct sha256 *h, const unsigned char *p) {
  uint32_t w[64], v[8];
  for (int i = 0; i < 16; i++, p += 4)
    w[i] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
  for (int i = 16; i < 64; i++) {
    uint32_t a = w[i - 15], b = w[i - 2];
    w[i] = w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ a >> 3) + w[i - 7] +
           (turn(b, 17) ^ turn(b, 19) ^ b >> 10);
  }
  memcpy(v, h->state, sizeof v);
  for (int i = 0; i < 64; i++) {
    uint32_t a = v[0], e = v[4];
    uint32_t one = v[7] + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) +
                   ((e & v[5]) ^ (~e & v[6])) + K[i] + w[i];
    uint32_t two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) +
                   ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));
    memmove(v + 1, v, 7 * sizeof *v);
    v[4] += one;
    v[0] = one + two;
  }
  for (int i = 0; i < 8; i++) h->state[i] += v[i];
}

static void sha256_add(struct sha256 *h, const unsigned char *p, size_t n) {
  size_t held = h->bytes % 64;
  h->bytes += n;
  while (n > 0) {
    size_t take = 64 - held < n ? 64 - held : n;
    memcpy(h->block + held, p, take);
    p += take;
    n -= take;
    held += take;
    if (held == 64) {
      sha256_block(h, h->block);
      held = 0;
    }
  }
}

static void put32(unsigned char *p, uint32_t v) {
  for (int i = 3; i >= 0; i--, v >>= 8) p[i] = (unsigned char)v;
}

static void put64(unsigned char *p, uint64_t v) {
  for (int i = 7; i >= 0; i--, v >>= 8) p[i] = (unsigned char)v;
}

static void sha256_end(struct sha256 *h, unsigned char out[32]) {
  static const unsigned char pad[64] = {0x80};
  unsigned char size[8];
  uint64_t bytes = h->bytes;
  put64(size, bytes * 8);
  sha256_add(h, pad, 1 + (119 - bytes % 64) % 64);
  sha256_add(h, size, sizeof size);
  for (int i = 0; i < 8; i++) put32(out + 4 * i, h->state[i]);
}

/* ---- frames out ---- */

static unsigned char frame[HEADER + CHUNK];

static void send_frame(char kind, size_t length) {
  frame[0] = (unsigned char)kind;
  put32(frame + 1, (uint32_t)length);
  for (size_t done = 0; done < HEADER + length;) {
    ssize_t n = write(1, frame + done, HEADER + length - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) _exit(FAILED); /* nobody to report to; the container ends with its process 1 */
    done += (size_t)n;
  }
}

static void __attribute__((noreturn)) fail(const char *why) {
  size_t length = strlen(why);
  memcpy(frame + HEADER, why, length);
  send_frame('F', length);
  _exit(FAILED);
}

/* ---- the opening frame ---- */

struct opening {
  char **argv, **envp;
  const char *directory;
  const unsigned char *input;
  size_t input_length;
  int judged;
  const unsigned char *nonces;
  size_t nonces_length;
  rlim_t file_bytes, open_files;
};

static void read_fully(unsigned char *p, size_t length) {
  while (length > 0) {
    ssize_t n = read(0, p, length);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) _exit(FAILED); /* the gateway went away before it had a command */
    p += n;
    length -= (size_t)n;
  }
}

static uint64_t take(unsigned char **p, int bytes) {
  uint64_t v = 0;
  for (int i = 0; i < bytes; i++) v = v << 8 | *(*p)++;
  return v;
}

static char *take_string(unsigned char **p, const unsigned char *end) {
  char *string = (char *)*p;
  unsigned char *nul = memchr(*p, 0, (size_t)(end - *p));
  if (nul == NULL) fail("opening frame: a string has no end");
  *p = nul + 1;
  return string;
}

static char **take_strings(unsigned char **p, const unsigned char *end, size_t count) {
  char **strings = calloc(count + 1, sizeof *strings);
  if (strings == NULL) fail("opening frame: out of memory");
  for (size_t i = 0; i < count; i++) strings[i] = take_string(p, end);
  return strings;
}

static void read_opening(struct opening *o) {
  unsigned char head[8], *p = head + 4;
  read_fully(head, sizeof head);
  o->judged = memcmp(head, "GHS2", 4) == 0;
  if (!o->judged && memcmp(head, "GHS1", 4) != 0) fail("opening frame: not a GHS1 or GHS2 frame");
  size_t length = take(&p, 4), fixed = 8 + 8 + 4 + 4 + 4 + (o->judged ? 4 : 0);
  if (length < fixed || length > MAX_OPENING) fail("opening frame: length out of bounds");
  unsigned char *body = malloc(length);
  if (body == NULL) fail("opening frame: out of memory");
  read_fully(body, length);
  const unsigned char *end = body + length;
  p = body;
  o->file_bytes = take(&p, 8);
  o->open_files = take(&p, 8);
  size_t argc = take(&p, 4), envc = take(&p, 4);
  o->input_length = take(&p, 4);
  o->nonces_length = o->judged ? take(&p, 4) : 0;
  if (argc < 1 || argc > MAX_ARGUMENTS) fail("opening frame: number of arguments out of bounds");
  if (envc > MAX_VARIABLES) fail("opening frame: number of variables out of bounds");
  o->argv = take_strings(&p, end, argc);
  o->envp = take_strings(&p, end, envc);
  o->directory = take_string(&p, end);
  o->input = p;
  if ((size_t)(end - p) != o->input_length + o->nonces_length)
    fail("opening frame: standard input has another length");
  o->nonces = p + o->input_length;
  if (o->nonces_length % NONCE != 0 || o->nonces_length > MAX_NONCES * NONCE)
    fail("opening frame: nonces out of bounds");
  if (o->argv[0][0] == 0) fail("opening frame: the program has no name");
  if (o->directory[0] != '/') fail("opening frame: the directory is not absolute");
}

/* ---- the command ---- */

static void __attribute__((noreturn)) refuse_start(const char *what, const char *name, int status) {
  int error = errno;
  dprintf(2, "gatehouse: cannot %s %s: %s\n", what, name, strerror(error));
  _exit(status);
}

/* The command's memory is what the kernel should take first; only a dumpable process may say so. */
static void offer_to_oom_killer(void) {
  prctl(PR_SET_DUMPABLE, 1);
  int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (fd >= 0) {
    if (write(fd, "1000", 4) != 4) dprintf(2, "gatehouse: oom_score_adj: %s\n", strerror(errno));
    close(fd);
  }
}

static void limit(int resource, rlim_t most, const char *name) {
  struct rlimit both = {most, most};
  if (setrlimit(resource, &both) != 0) refuse_start("limit", name, 126);
}

static void __attribute__((noreturn)) become(const struct opening *o, int in, int out, int err,
                                            int judge) {
  sigset_t none;
  sigemptyset(&none);
  signal(SIGPIPE, SIG_DFL);
  sigprocmask(SIG_SETMASK, &none, NULL);
  if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0) _exit(126);
  if (judge >= 0 && dup2(judge, JUDGE) < 0) _exit(126);
  setsid();
  umask(022);
  offer_to_oom_killer();
  limit(RLIMIT_FSIZE, o->file_bytes, "the file size");
  limit(RLIMIT_NOFILE, o->open_files, "open files");
  if (chdir(o->directory) != 0) refuse_start("enter", o->directory, 126);
  environ = o->envp; /* execvp searches the PATH of environ */
  execvp(o->argv[0], o->argv);
  refuse_start("start", o->argv[0], errno == ENOENT ? 127 : 126);
}

struct stream {
  int fd;
  char kind;
  struct sha256 digest;
};

/* Forwards what one read gives. Returns whether there may be more at once. */
static int forward(struct stream *s) {
  ssize_t n = read(s->fd, frame + HEADER, CHUNK);
  if (n < 0) return errno == EINTR;
  if (n == 0) {
    close(s->fd);
    s->fd = -1;
    return 0;
  }
  sha256_add(&s->digest, frame + HEADER, (size_t)n);
  send_frame(s->kind, (size_t)n);
  return 1;
}

/* Forwards one message of the judge's report, and who wrote it. Returns whether there may be more at once. */
static int forward_message(struct stream *s) {
  enum { BEFORE = 8 };
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(struct ucred))];
  } control;
  struct iovec data = {.iov_base = frame + HEADER + BEFORE, .iov_len = CHUNK - BEFORE};
  struct msghdr message = {.msg_iov = &data,
                           .msg_iovlen = 1,
                           .msg_control = &control,
                           .msg_controllen = sizeof control};
  struct ucred who = {0};
  ssize_t n = recvmsg(s->fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  if (n < 0) return errno == EINTR;
  if (n == 0) return 0; /* an empty message says nothing; the other end stays open here */
  for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c != NULL; c = CMSG_NXTHDR(&message, c))
    if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_CREDENTIALS)
      memcpy(&who, CMSG_DATA(c), sizeof who);
  put32(frame + HEADER, (uint32_t)who.pid);
  put32(frame + HEADER + 4, (uint32_t)n);
  sha256_add(&s->digest, frame + HEADER, BEFORE + (size_t)n);
  send_frame(s->kind, BEFORE + (size_t)n);
  return 1;
}

/* Kills and reaps until the container holds no process but this one. */
static void leave_no_process(pid_t command, int *status) {
  for (;;) {
    int each;
    kill(-1, SIGKILL);
    pid_t pid = waitpid(-1, &each, 0);
    if (pid < 0 && errno == ECHILD) return;
    if (pid == command) *status = each;
  }
}

/* ---- what the kernel counted ---- */

/* The number after `key` in the first of `paths` that can be read (`key` "" takes the first), or 0. */
static uint64_t counter(const char *const *paths, const char *key) {
  char text[4096];
  for (; *paths != NULL; paths++) {
    int fd = open(*paths, O_RDONLY | O_CLOEXEC);
    if (fd < 0) continue;
    ssize_t n = read(fd, text, sizeof text - 1);
    close(fd);
    if (n <= 0) continue;
    text[n] = 0;
    for (char *line = text; line != NULL; line = strchr(line, '\n')) {
      if (*line == '\n') line++;
      size_t length = strlen(key);
      if (strncmp(line, key, length) == 0 && (length == 0 || line[length] == ' '))
        return strtoull(line + length, NULL, 10);
    }
  }
  return 0;
}

static uint64_t oom_kills(void) {
  static const char *const paths[] = {"/sys/fs/cgroup/memory/memory.oom_control",
                                      "/sys/fs/cgroup/memory.events", NULL};
  return counter(paths, "oom_kill");
}

static uint64_t cpu_micros(const struct rusage *children) {
  static const char *const v1[] = {"/sys/fs/cgroup/cpuacct/cpuacct.usage",
                                   "/sys/fs/cgroup/cpu,cpuacct/cpuacct.usage", NULL};
  static const char *const v2[] = {"/sys/fs/cgroup/cpu.stat", NULL};
  uint64_t reaped = (uint64_t)(children->ru_utime.tv_sec + children->ru_stime.tv_sec) * 1000000 +
                    (uint64_t)(children->ru_utime.tv_usec + children->ru_stime.tv_usec);
  uint64_t cgroup = counter(v1, "") / 1000 + counter(v2, "usage_usec");
  return cgroup > reaped ? cgroup : reaped;
}

static int report(struct stream *out, struct stream *err, struct stream *judge, int status) {
  struct rusage children;
  unsigned char *p = frame + HEADER;
  int signalled = WIFSIGNALED(status);
  int value = signalled ? WTERMSIG(status) : WEXITSTATUS(status);
  getrusage(RUSAGE_CHILDREN, &children);
  *p = signalled ? 'S' : 'X';
  put32(p + 1, (uint32_t)value);
  put64(p + 5, out->digest.bytes);
  sha256_end(&out->digest, p + 13);
  put64(p + 45, err->digest.bytes);
  sha256_end(&err->digest, p + 53);
  put64(p + 85, cpu_micros(&children));
  put64(p + 93, (uint64_t)children.ru_maxrss);
  put64(p + 101, oom_kills());
  if (judge->fd >= 0) {
    put64(p + 109, judge->digest.bytes);
    sha256_end(&judge->digest, p + 117);
  }
  send_frame('Z', judge->fd >= 0 ? 149 : 109);
  return signalled ? 128 + value : value;
}

static void open_pipe(int ends[2], int ours) {
  if (pipe2(ends, O_CLOEXEC) != 0 || fcntl(ends[ours], F_SETFL, O_NONBLOCK) != 0)
    fail("no pipe for the command");
}

/* The judge's socket, with its nonces in it; both ends stay open here, so that it never ends. */
static void open_judge(const struct opening *o, int ends[2]) {
  int on = 1;
  ends[0] = ends[1] = -1;
  if (!o->judged) return;
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0 ||
      setsockopt(ends[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof on) != 0)
    fail("no socket for the judge");
  for (size_t i = 0; i < o->nonces_length; i += NONCE)
    if (send(ends[0], o->nonces + i, NONCE, MSG_DONTWAIT) != NONCE) fail("no room for the nonces");
  if (shutdown(ends[0], SHUT_WR) != 0) fail("no end of the nonces");
}

static int run(const struct opening *o) {
  int in[2], out[2], err[2], judge[2], status = 0, alive = 1;
  sigset_t child;
  open_pipe(in, 1);
  open_pipe(out, 0);
  open_pipe(err, 0);
  open_judge(o, judge);
  signal(SIGPIPE, SIG_IGN);
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  sigprocmask(SIG_BLOCK, &child, NULL);
  int deaths = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
  if (deaths < 0) fail("no signal descriptor");
  pid_t command = fork();
  if (command < 0) fail("no process for the command");
  if (command == 0) become(o, in[0], out[1], err[1], judge[1]);
  close(in[0]);
  close(out[1]);
  close(err[1]);
  struct stream streams[2] = {{.fd = out[0], .kind = 'O'}, {.fd = err[0], .kind = 'E'}};
  struct stream messages = {.fd = judge[0], .kind = 'J'};
  sha256_start(&streams[0].digest);
  sha256_start(&streams[1].digest);
  sha256_start(&messages.digest);
  size_t fed = 0;
  while (alive) {
    if (in[1] >= 0 && fed == o->input_length) {
      close(in[1]);
      in[1] = -1;
    }
    struct pollfd ready[6] = {{.fd = deaths, .events = POLLIN},
                              {.fd = streams[0].fd, .events = POLLIN},
                              {.fd = streams[1].fd, .events = POLLIN},
                              {.fd = 0, .events = POLLIN},
                              {.fd = in[1], .events = POLLOUT},
                              {.fd = messages.fd, .events = POLLIN}};
    if (poll(ready, 6, -1) < 0) continue;
    for (int i = 0; i < 2; i++)
      if (ready[1 + i].revents) forward(&streams[i]);
    if (ready[5].revents) forward_message(&messages);
    if (ready[4].revents) {
      ssize_t n = write(in[1], o->input + fed, o->input_length - fed);
      if (n > 0) fed += (size_t)n;
      if (n < 0 && errno == EPIPE) fed = o->input_length;
    }
    if (ready[0].revents) {
      struct signalfd_siginfo ignored;
      int each;
      while (read(deaths, &ignored, sizeof ignored) > 0) continue;
      for (pid_t pid; (pid = waitpid(-1, &each, WNOHANG)) > 0;)
        if (pid == command) {
          status = each;
          alive = 0;
        }
    }
    if (alive && ready[3].revents) {
      leave_no_process(command, &status);
      fail("the gateway closed standard input while the command ran");
    }
  }
  leave_no_process(command, &status);
  for (int i = 0; i < 2; i++)
    while (streams[i].fd >= 0 && forward(&streams[i])) continue;
  while (messages.fd >= 0 && forward_message(&messages)) continue;
  return report(&streams[0], &streams[1], &messages, status);
}

static int pause_until_told(void) {
  sigset_t end;
  int got;
  sigemptyset(&end);
  sigaddset(&end, SIGTERM);
  sigprocmask(SIG_BLOCK, &end, NULL);
  while (sigwait(&end, &got) != 0) continue;
  return 0;
}

int main(int argc, char **argv) {
  struct opening o;
  if (prctl(PR_SET_DUMPABLE, 0) != 0 || chdir("/") != 0) return FAILED;
  if (argc == 2 && strcmp(argv[1], "pause") == 0) return pause_until_told();
  if (argc != 1) return FAILED;
  read_opening(&o);
  return run(&o);
}
