// A disk that fails on demand, loaded before the C library of a server under test.
//
// What is to go wrong stands in the file that FAULTY_DISK names, and is read anew at every call, so that a
// test switches faults on and off while the server runs:
//
//     none          nothing
//     sync-eio      the next sync of the log fails, the ones after it do not
//     write-eio     the next write to the log fails, the ones after it do not
//     full          nothing can be written to any file of the ledger
//     slow MILLIS   every sync takes so long
//
// It goes straight to the kernel, so that it needs nothing of the library that it stands before.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static char wanted[64];
static char done[64];

// Reads what is wanted. Another text than before may fire again.
static void read_wish(void) {
    const char *path = getenv("FAULTY_DISK");
    char text[sizeof wanted] = "none";
    long file = path ? syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC) : -1;
    if (file >= 0) {
        long count = syscall(SYS_read, file, text, sizeof text - 1);
        text[count > 0 ? count : 0] = 0;
        syscall(SYS_close, file);
    }
    text[strcspn(text, "\n")] = 0;
    memcpy(wanted, text, sizeof wanted);
    if (strcmp(wanted, done) != 0) done[0] = 0;
}

static int is_wanted(const char *fault) {
    read_wish();
    return strcmp(wanted, fault) == 0;
}

// Whether a fault that happens once is due now.
static int fires(const char *fault) {
    if (!is_wanted(fault) || done[0] != 0) return 0;
    memcpy(done, wanted, sizeof done);
    return 1;
}

// Whether a descriptor is a file of the ledger; of the log alone, if only that counts.
static int is_ours(int descriptor, int log_alone) {
    char link[64];
    char path[512];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    long count = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
    if (count <= 0) return 0;
    path[count] = 0;
    if (strstr(path, "/log.db")) return 1;
    return !log_alone && (strstr(path, "/reserve") || strstr(path, "/snapshots/"));
}

static int fail(int number) {
    errno = number;
    return -1;
}

static int sync_with(long call, int descriptor) {
    if (is_ours(descriptor, 1)) {
        if (fires("sync-eio")) return fail(EIO);
        if (strncmp(wanted, "slow ", 5) == 0) {
            long millis = atol(wanted + 5);
            struct timespec time = {millis / 1000, millis % 1000 * 1000000};
            nanosleep(&time, 0);
        }
    }
    return (int)syscall(call, descriptor);
}

int fsync(int descriptor) { return sync_with(SYS_fsync, descriptor); }

int fdatasync(int descriptor) { return sync_with(SYS_fdatasync, descriptor); }

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
    if (is_ours(descriptor, 1) && fires("write-eio")) return fail(EIO);
    if (is_ours(descriptor, 0) && is_wanted("full")) return fail(ENOSPC);
    return syscall(SYS_pwrite64, descriptor, bytes, count, offset);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    return pwrite64(descriptor, bytes, count, offset);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    if (is_ours(descriptor, 0) && is_wanted("full")) return fail(ENOSPC);
    return syscall(SYS_write, descriptor, bytes, count);
}

int posix_fallocate64(int descriptor, off64_t offset, off64_t count) {
    if (is_ours(descriptor, 0) && is_wanted("full")) return ENOSPC;
    return syscall(SYS_fallocate, descriptor, 0, offset, count) == 0 ? 0 : errno;
}

int posix_fallocate(int descriptor, off_t offset, off_t count) {
    return posix_fallocate64(descriptor, offset, count);
}
