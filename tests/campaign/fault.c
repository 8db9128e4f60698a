// Preloaded into rox by the campaigns (campaign/fault.py): at the k-th call of a kind that concerns the files of a project,
// the process is killed, or the call fails. Calls on any other file are neither counted nor touched.
//
//   FAULT_ROOTS=DIR[:DIR...]  whose files count
//   FAULT_KIND=KIND           one of the names below, or "change": any call that changes something
//   FAULT_AT=K                its K-th call, from 1; 0: none
//   FAULT_DO=kill | torn | short | ERRNO
//                             kill: SIGKILL before the call. torn: half of what is to be written, then SIGKILL. short: the
//                             call does half of it and says so, which is no failure. A number: the call fails with it
//   FAULT_LASTING=1           every later call of the kind fails, too: a disk that stays full
//   FAULT_TRACE=FILE          a line for each call, "KIND PATH", in their order; and "FAULT KIND PATH" for the one
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <linux/fs.h>

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

enum kind { OPEN, CREATE, READ, WRITE, SYNC, RENAME, TRUNCATE, UNLINK, MKDIR, CLONE, MMAP, FLOCK, KINDS };
static const char* const names[KINDS] = {"open",     "create", "read",  "write", "sync", "rename",
                                         "truncate", "unlink", "mkdir", "clone", "mmap", "flock"};
static const bool changes[KINDS] = {[CREATE] = true, [WRITE] = true,  [SYNC] = true,  [RENAME] = true,
                                    [TRUNCATE] = true, [UNLINK] = true, [MKDIR] = true, [CLONE] = true};

static char roots[4][PATH_MAX];
static int roots_size;
static char folder[PATH_MAX];  // what relative paths begin at
static const char* chosen;
static long at;
static enum { KILL, TORN, SHORT, FAIL } action;
static int failure;
static bool lasting;
static int trace = -1;
static atomic_long calls;

__attribute__((constructor)) static void read_wishes(void) {
  const char* text = getenv("FAULT_ROOTS");
  char* rest = NULL;
  char* copy = strdup(text == NULL ? "" : text);
  for (char* root = strtok_r(copy, ":", &rest); root != NULL && roots_size < 4; root = strtok_r(NULL, ":", &rest)) {
    if (realpath(root, roots[roots_size]) != NULL) ++roots_size;
  }
  free(copy);
  if (getcwd(folder, sizeof folder) == NULL) folder[0] = '\0';
  chosen = getenv("FAULT_KIND");
  if ((text = getenv("FAULT_AT")) != NULL) at = atol(text);
  if ((text = getenv("FAULT_DO")) != NULL) {
    action = strcmp(text, "kill") == 0 ? KILL : strcmp(text, "torn") == 0 ? TORN : strcmp(text, "short") == 0 ? SHORT : FAIL;
    failure = atoi(text);
  }
  lasting = getenv("FAULT_LASTING") != NULL;
  // By the system itself: open() below would want what is being read here.
  if ((text = getenv("FAULT_TRACE")) != NULL) {
    trace = (int)syscall(SYS_openat, AT_FDCWD, text, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  }
  unsetenv("LD_PRELOAD");  // only this process, not what it starts
}

static bool counts(const char* path) {
  for (int i = 0; i < roots_size; ++i) {
    const size_t size = strlen(roots[i]);
    if (strncmp(path, roots[i], size) == 0 && (path[size] == '/' || path[size] == '\0')) return true;
  }
  return false;
}

static bool path_of(int fd, char* path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t size = readlink(link, path, PATH_MAX - 1);
  if (size < 0) return false;
  path[size] = '\0';
  return true;
}

// The whole path of `name` in the folder `dir`; symlinks stay.
static bool resolve(int dir, const char* name, char* path) {
  char from[PATH_MAX];
  if (name[0] == '/') return snprintf(path, PATH_MAX, "%s", name) < PATH_MAX;
  if (dir == AT_FDCWD) {
    snprintf(from, sizeof from, "%s", folder);
  } else if (!path_of(dir, from)) {
    return false;
  }
  while (strncmp(name, "./", 2) == 0) name += 2;
  const int size = strcmp(name, ".") == 0 ? snprintf(path, PATH_MAX, "%s", from) : snprintf(path, PATH_MAX, "%s/%s", from, name);
  return size < PATH_MAX;
}

static void say(const char* prefix, enum kind kind, const char* path) {
  if (trace < 0) return;
  char line[PATH_MAX + 64];
  const int size = snprintf(line, sizeof line, "%s%s %s\n", prefix, names[kind], path);
  syscall(SYS_write, trace, line, (size_t)size);
}

enum verdict { PASS, HALF, REFUSED };  // REFUSED: errno is set

// What happens to a call of this kind on this file; doesn't return where the process is killed.
static enum verdict judge(enum kind kind, const char* path) {
  if (!counts(path)) return PASS;
  const int before = errno;
  say("", kind, path);
  errno = before;
  if (chosen == NULL || at == 0) return PASS;
  if (strcmp(chosen, names[kind]) != 0 && !(changes[kind] && strcmp(chosen, "change") == 0)) return PASS;
  const long call = ++calls;
  if (call != at && !(lasting && call > at)) return PASS;
  if (call == at) say("FAULT ", kind, path);
  if (action == KILL) kill(getpid(), SIGKILL);
  if (action == FAIL) {
    errno = failure;
    return REFUSED;
  }
  if (kind == WRITE || (kind == READ && action == SHORT)) return HALF;
  if (action == TORN) kill(getpid(), SIGKILL);
  return PASS;
}

static enum verdict judge_fd(enum kind kind, int fd) {
  char path[PATH_MAX];
  return path_of(fd, path) ? judge(kind, path) : PASS;
}

static enum verdict judge_name(enum kind kind, int dir, const char* name) {
  char path[PATH_MAX];
  return resolve(dir, name, path) ? judge(kind, path) : PASS;
}

static void die_if_torn(void) {
  if (action == TORN) kill(getpid(), SIGKILL);
}

#define TRANSFER(kind, name, parameters, whole, half)                           \
  ssize_t name parameters {                                                    \
    const enum verdict verdict = judge_fd(kind, fd);                           \
    if (verdict == REFUSED) return -1;                                         \
    if (verdict == PASS || size < 2) return NEXT(name) whole;                  \
    const ssize_t done = NEXT(name) half;                                      \
    if (kind == WRITE) die_if_torn();                                          \
    return done;                                                               \
  }
TRANSFER(WRITE, write, (int fd, const void* bytes, size_t size), (fd, bytes, size), (fd, bytes, size / 2))
TRANSFER(WRITE, pwrite, (int fd, const void* bytes, size_t size, off_t to), (fd, bytes, size, to), (fd, bytes, size / 2, to))
TRANSFER(WRITE, pwrite64, (int fd, const void* bytes, size_t size, off64_t to), (fd, bytes, size, to), (fd, bytes, size / 2, to))
TRANSFER(READ, read, (int fd, void* bytes, size_t size), (fd, bytes, size), (fd, bytes, size / 2))
TRANSFER(READ, pread, (int fd, void* bytes, size_t size, off_t from), (fd, bytes, size, from), (fd, bytes, size / 2, from))
TRANSFER(READ, pread64, (int fd, void* bytes, size_t size, off64_t from), (fd, bytes, size, from), (fd, bytes, size / 2, from))

// What the compiler calls in place of these where it knows how big the buffer is.
ssize_t __read_chk(int fd, void* bytes, size_t size, size_t room) { return size <= room ? read(fd, bytes, size) : (abort(), 0); }
ssize_t __pread_chk(int fd, void* bytes, size_t size, off_t from, size_t room) {
  return size <= room ? pread(fd, bytes, size, from) : (abort(), 0);
}
ssize_t __pread64_chk(int fd, void* bytes, size_t size, off64_t from, size_t room) {
  return size <= room ? pread64(fd, bytes, size, from) : (abort(), 0);
}

ssize_t writev(int fd, const struct iovec* parts, int size) {
  switch (judge_fd(WRITE, fd)) {
    case REFUSED: return -1;
    case PASS: return NEXT(writev)(fd, parts, size);
    case HALF: break;
  }
  const ssize_t done = NEXT(writev)(fd, parts, size > 1 ? 1 : size);
  die_if_torn();
  return done;
}

#define CALL_FD(kind, name, parameters, arguments) \
  int name parameters { return judge_fd(kind, fd) == REFUSED ? -1 : NEXT(name) arguments; }
CALL_FD(SYNC, fsync, (int fd), (fd))
CALL_FD(SYNC, fdatasync, (int fd), (fd))
CALL_FD(TRUNCATE, ftruncate, (int fd, off_t size), (fd, size))
CALL_FD(TRUNCATE, ftruncate64, (int fd, off64_t size), (fd, size))
CALL_FD(TRUNCATE, fallocate, (int fd, int mode, off_t from, off_t size), (fd, mode, from, size))
CALL_FD(TRUNCATE, fallocate64, (int fd, int mode, off64_t from, off64_t size), (fd, mode, from, size))
CALL_FD(FLOCK, flock, (int fd, int operation), (fd, operation))

#define CALL_NAME(kind, name, dir, path, parameters, arguments) \
  int name parameters { return judge_name(kind, dir, path) == REFUSED ? -1 : NEXT(name) arguments; }
// By the name that the file gets: the one that others see change.
CALL_NAME(RENAME, rename, AT_FDCWD, to, (const char* from, const char* to), (from, to))
CALL_NAME(RENAME, renameat, todir, to, (int fromdir, const char* from, int todir, const char* to), (fromdir, from, todir, to))
CALL_NAME(RENAME, renameat2, todir, to, (int fromdir, const char* from, int todir, const char* to, unsigned flags),
          (fromdir, from, todir, to, flags))
CALL_NAME(RENAME, link, AT_FDCWD, to, (const char* from, const char* to), (from, to))
CALL_NAME(RENAME, linkat, todir, to, (int fromdir, const char* from, int todir, const char* to, int flags),
          (fromdir, from, todir, to, flags))
CALL_NAME(UNLINK, unlink, AT_FDCWD, path, (const char* path), (path))
CALL_NAME(UNLINK, unlinkat, dir, path, (int dir, const char* path, int flags), (dir, path, flags))
CALL_NAME(UNLINK, remove, AT_FDCWD, path, (const char* path), (path))
CALL_NAME(UNLINK, rmdir, AT_FDCWD, path, (const char* path), (path))
CALL_NAME(MKDIR, mkdir, AT_FDCWD, path, (const char* path, mode_t mode), (path, mode))
CALL_NAME(MKDIR, mkdirat, dir, path, (int dir, const char* path, mode_t mode), (dir, path, mode))

static enum verdict judge_open(int dir, const char* path, int flags) {
  return judge_name((flags & O_ACCMODE) == O_RDONLY ? OPEN : CREATE, dir, path);
}

#define OPEN_CALL(name, dir, parameters, arguments)                       \
  int name parameters {                                                   \
    va_list more;                                                         \
    va_start(more, flags);                                                \
    const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
    va_end(more);                                                         \
    return judge_open(dir, path, flags) == REFUSED ? -1 : NEXT(name) arguments; \
  }
OPEN_CALL(open, AT_FDCWD, (const char* path, int flags, ...), (path, flags, mode))
OPEN_CALL(open64, AT_FDCWD, (const char* path, int flags, ...), (path, flags, mode))
OPEN_CALL(openat, dir, (int dir, const char* path, int flags, ...), (dir, path, flags, mode))
OPEN_CALL(openat64, dir, (int dir, const char* path, int flags, ...), (dir, path, flags, mode))
int __open_2(const char* path, int flags) { return open(path, flags); }
int __open64_2(const char* path, int flags) { return open64(path, flags); }
int __openat_2(int dir, const char* path, int flags) { return openat(dir, path, flags); }
int __openat64_2(int dir, const char* path, int flags) { return openat64(dir, path, flags); }

static bool writes(const char* mode) { return strpbrk(mode, "wa+") != NULL; }
FILE* fopen(const char* path, const char* mode) {
  return judge_name(writes(mode) ? CREATE : OPEN, AT_FDCWD, path) == REFUSED ? NULL : NEXT(fopen)(path, mode);
}
FILE* fopen64(const char* path, const char* mode) {
  return judge_name(writes(mode) ? CREATE : OPEN, AT_FDCWD, path) == REFUSED ? NULL : NEXT(fopen64)(path, mode);
}

ssize_t copy_file_range(int from, off64_t* from_at, int to, off64_t* to_at, size_t size, unsigned flags) {
  return judge_fd(CLONE, to) == REFUSED ? -1 : NEXT(copy_file_range)(from, from_at, to, to_at, size, flags);
}
int ioctl(int fd, unsigned long request, ...) {
  va_list more;
  va_start(more, request);
  void* argument = va_arg(more, void*);
  va_end(more);
  if (request == FICLONE && judge_fd(CLONE, fd) == REFUSED) return -1;
  return NEXT(ioctl)(fd, request, argument);
}

#define MMAP_CALL(name, offset_type)                                                               \
  void* name(void* address, size_t size, int protection, int flags, int fd, offset_type from) {    \
    if (fd >= 0 && judge_fd(MMAP, fd) == REFUSED) return MAP_FAILED;                               \
    return NEXT(name)(address, size, protection, flags, fd, from);                                 \
  }
MMAP_CALL(mmap, off_t)
MMAP_CALL(mmap64, off64_t)
