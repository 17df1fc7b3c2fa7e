#include "CLinux.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/sockios.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

// Readiness and Interest in Swift spell these numbers out, so that they are constants in other modules too.
_Static_assert(EPOLLIN == 1 && EPOLLOUT == 4 && EPOLLERR == 8 && EPOLLHUP == 16, "the bits of Readiness");

#define ANSWER(call)                             \
    do {                                         \
        __typeof__(call) answer = (call);        \
        return answer < 0 ? -errno : answer;     \
    } while (0)

uint64_t clinux_thread_identity(void) {
    // The address of a thread's own variable: unique among living threads, and cheaper than a system call.
    static _Thread_local char own;
    return (uint64_t)(uintptr_t)&own;
}

void clinux_name_thread(const char *name) {
    char cut[16];
    snprintf(cut, sizeof cut, "%s", name);
    pthread_setname_np(pthread_self(), cut);
}

const char *clinux_error_text(int number) { return strerrordesc_np(number); }

int clinux_close(int descriptor) { ANSWER(close(descriptor)); }

int clinux_open_null(void) { ANSWER(open("/dev/null", O_RDONLY | O_CLOEXEC)); }

int clinux_epoll_create(void) { ANSWER(epoll_create1(EPOLL_CLOEXEC)); }

int clinux_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t data) {
    struct epoll_event event = {.events = events, .data.u64 = data};
    ANSWER(epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event));
}

int clinux_epoll_modify(int epoll, int descriptor, uint32_t events, uint64_t data) {
    struct epoll_event event = {.events = events, .data.u64 = data};
    ANSWER(epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event));
}

int clinux_epoll_delete(int epoll, int descriptor) {
    ANSWER(epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, NULL));
}

int clinux_epoll_wait(int epoll, struct epoll_event *events, int events_max, int timeout_millis) {
    ANSWER(epoll_wait(epoll, events, events_max, timeout_millis));
}

int clinux_eventfd(void) { ANSWER(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)); }

int clinux_eventfd_signal(int descriptor) { ANSWER(eventfd_write(descriptor, 1)); }

int clinux_signalfd(const sigset_t *set) { ANSWER(signalfd(-1, set, SFD_NONBLOCK | SFD_CLOEXEC)); }

int clinux_signalfd_read(int descriptor) {
    struct signalfd_siginfo information;
    ssize_t count = read(descriptor, &information, sizeof information);
    return count < 0 ? -errno : (int)information.ssi_signo;
}

int clinux_stream_socket(int family) {
    ANSWER(socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

static socklen_t address_length(const struct sockaddr_storage *address) {
    return address->ss_family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
}

int clinux_bind(int descriptor, const struct sockaddr_storage *address) {
    ANSWER(bind(descriptor, (const struct sockaddr *)address, address_length(address)));
}

int clinux_listen(int descriptor, int backlog) { ANSWER(listen(descriptor, backlog)); }

int clinux_connect(int descriptor, const struct sockaddr_storage *address) {
    ANSWER(connect(descriptor, (const struct sockaddr *)address, address_length(address)));
}

int clinux_accept(int descriptor, struct sockaddr_storage *peer) {
    socklen_t length = sizeof *peer;
    ANSWER(accept4(descriptor, (struct sockaddr *)peer, &length, SOCK_NONBLOCK | SOCK_CLOEXEC));
}

int clinux_local_address(int descriptor, struct sockaddr_storage *address) {
    socklen_t length = sizeof *address;
    ANSWER(getsockname(descriptor, (struct sockaddr *)address, &length));
}

int clinux_set_option(int descriptor, int level, int option, int value) {
    ANSWER(setsockopt(descriptor, level, option, &value, sizeof value));
}

int clinux_get_option(int descriptor, int level, int option) {
    int value = 0;
    socklen_t length = sizeof value;
    return getsockopt(descriptor, level, option, &value, &length) < 0 ? -errno : value;
}

int clinux_shutdown_write(int descriptor) { ANSWER(shutdown(descriptor, SHUT_WR)); }

int clinux_unsent_byte_count(int descriptor) {
    int count = 0;
    return ioctl(descriptor, SIOCOUTQ, &count) < 0 ? -errno : count;
}

// The two calls that are made for every message go to the kernel without glibc's detour through thread
// cancellation, which costs more than the rest of the call on this side, and which nobody here uses.

ssize_t clinux_receive(int descriptor, void *bytes, size_t count) {
    ANSWER(syscall(SYS_recvfrom, descriptor, bytes, count, 0, NULL, NULL));
}

ssize_t clinux_send(int descriptor, const void *bytes, size_t count) {
    ANSWER(syscall(SYS_sendto, descriptor, bytes, count, MSG_NOSIGNAL, NULL, 0));
}

ssize_t clinux_send_two(
    int descriptor, const void *first, size_t first_count, const void *second, size_t second_count) {
    struct iovec parts[2] = {
        {.iov_base = (void *)first, .iov_len = first_count},
        {.iov_base = (void *)second, .iov_len = second_count},
    };
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    ANSWER(sendmsg(descriptor, &message, MSG_NOSIGNAL));
}

// A path that is too long for a sockaddr_un is reached through a descriptor of its folder.

static int path_address(const char *path, struct sockaddr_un *address, int *folder) {
    *folder = -1;
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    if (strlen(path) < sizeof address->sun_path) {
        strcpy(address->sun_path, path);
        return 0;
    }
    const char *slash = strrchr(path, '/');
    if (slash == NULL) return -ENAMETOOLONG;
    char parent[4096];
    if (snprintf(parent, sizeof parent, "%.*s/", (int)(slash - path), path) >= (int)sizeof parent) {
        return -ENAMETOOLONG;
    }
    *folder = open(parent, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (*folder < 0) return -errno;
    int count = snprintf(address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d%s", *folder, slash);
    if (count < (int)sizeof address->sun_path) return 0;
    close(*folder);
    return -ENAMETOOLONG;
}

int clinux_bind_path(int descriptor, const char *path) {
    struct sockaddr_un address;
    int folder;
    int failure = path_address(path, &address, &folder);
    if (failure < 0) return failure;
    // Linux gives the file the mode of the socket, so that there is no moment in which others may write.
    int answer = fchmod(descriptor, 0600);
    if (answer == 0) answer = bind(descriptor, (const struct sockaddr *)&address, sizeof address);
    int number = errno;
    if (folder >= 0) close(folder);
    return answer < 0 ? -number : 0;
}

int clinux_connect_path(int descriptor, const char *path) {
    struct sockaddr_un address;
    int folder;
    int failure = path_address(path, &address, &folder);
    if (failure < 0) return failure;
    int answer = connect(descriptor, (const struct sockaddr *)&address, sizeof address);
    int number = errno;
    if (folder >= 0) close(folder);
    return answer < 0 ? -number : 0;
}

int clinux_remove_socket(const char *path) {
    struct stat status;
    if (lstat(path, &status) < 0) return errno == ENOENT ? 0 : -errno;
    if (!S_ISSOCK(status.st_mode)) return -ENOTSOCK;
    ANSWER(unlink(path));
}

int clinux_peer_user(int descriptor, uid_t *user) {
    struct ucred credentials;
    socklen_t length = sizeof credentials;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) < 0) return -errno;
    *user = credentials.uid;
    return 0;
}

int clinux_duplicate(int descriptor) { ANSWER(fcntl(descriptor, F_DUPFD_CLOEXEC, 0)); }
int clinux_share(const char *path, gid_t group, mode_t mode) {
    if (chown(path, (uid_t)-1, group) < 0) return -errno;
    ANSWER(chmod(path, mode));
}

uid_t clinux_own_user(void) { return geteuid(); }

// Entries of the databases are looked up into this much room; a group may have thousands of members.
#define ENTRY_BYTES (256 * 1024)

static int copy_name(char *name, size_t name_bytes_max, const char *found) {
    size_t count = strlen(found);
    if (count >= name_bytes_max) return -ERANGE;
    memcpy(name, found, count + 1);
    return 0;
}

int clinux_user_name(uid_t user, char *name, size_t name_bytes_max, gid_t *first_group) {
    char *room = malloc(ENTRY_BYTES);
    struct passwd entry, *found = NULL;
    int failure = room == NULL ? ENOMEM : getpwuid_r(user, &entry, room, ENTRY_BYTES, &found);
    int answer = -(failure ? failure : ENOENT);
    if (found != NULL) answer = copy_name(name, name_bytes_max, entry.pw_name);
    if (found != NULL) *first_group = entry.pw_gid;
    free(room);
    return answer;
}

int clinux_user_groups(const char *name, gid_t first_group, gid_t *groups, int groups_max) {
    int count = groups_max;
    return getgrouplist(name, first_group, groups, &count) < 0 ? -ERANGE : count;
}

int clinux_user_number(const char *name, uid_t *user) {
    char *room = malloc(ENTRY_BYTES);
    struct passwd entry, *found = NULL;
    int failure = room == NULL ? ENOMEM : getpwnam_r(name, &entry, room, ENTRY_BYTES, &found);
    if (found != NULL) *user = entry.pw_uid;
    free(room);
    return found != NULL ? 0 : -(failure ? failure : ENOENT);
}

int clinux_group_name(gid_t group, char *name, size_t name_bytes_max) {
    char *room = malloc(ENTRY_BYTES);
    struct group entry, *found = NULL;
    int failure = room == NULL ? ENOMEM : getgrgid_r(group, &entry, room, ENTRY_BYTES, &found);
    int answer = -(failure ? failure : ENOENT);
    if (found != NULL) answer = copy_name(name, name_bytes_max, entry.gr_name);
    free(room);
    return answer;
}

int clinux_group_number(const char *name, gid_t *group) {
    char *room = malloc(ENTRY_BYTES);
    struct group entry, *found = NULL;
    int failure = room == NULL ? ENOMEM : getgrnam_r(name, &entry, room, ENTRY_BYTES, &found);
    if (found != NULL) *group = entry.gr_gid;
    free(room);
    return found != NULL ? 0 : -(failure ? failure : ENOENT);
}

int64_t clinux_processor_micros(void) {
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) < 0) return -errno;
    int64_t seconds = (int64_t)usage.ru_utime.tv_sec + usage.ru_stime.tv_sec;
    return seconds * 1000000 + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

int64_t clinux_resident_bytes(void) {
    int descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return -errno;
    char text[128];
    ssize_t count = read(descriptor, text, sizeof text - 1);
    int number = errno;
    close(descriptor);
    if (count < 0) return -number;
    text[count] = 0;
    long long size = 0, resident = 0;
    if (sscanf(text, "%lld %lld", &size, &resident) != 2) return -EIO;
    return (int64_t)resident * sysconf(_SC_PAGESIZE);
}

int clinux_host_name(char *name, size_t name_bytes_max) { ANSWER(gethostname(name, name_bytes_max)); }

int clinux_resolve(const char *host, uint16_t port, int family, struct sockaddr_storage *address) {
    char service[6];
    snprintf(service, sizeof service, "%u", port);
    struct addrinfo hints = {.ai_family = family, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    int failure = getaddrinfo(host, service, &hints, &found);
    if (failure == EAI_SYSTEM) return -errno;
    if (failure != 0) return -EADDRNOTAVAIL;
    memset(address, 0, sizeof *address);
    memcpy(address, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    return 0;
}

void clinux_address_parts(const struct sockaddr_storage *address, uint8_t *sixteen_bytes, uint16_t *port) {
    memset(sixteen_bytes, 0, 16);
    *port = 0;
    if (address->ss_family == AF_INET) {
        const struct sockaddr_in *four = (const struct sockaddr_in *)address;
        sixteen_bytes[10] = sixteen_bytes[11] = 0xff;
        memcpy(sixteen_bytes + 12, &four->sin_addr, 4);
        *port = ntohs(four->sin_port);
    } else if (address->ss_family == AF_INET6) {
        const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)address;
        memcpy(sixteen_bytes, &six->sin6_addr, 16);
        *port = ntohs(six->sin6_port);
    }
}

ssize_t clinux_random(void *bytes, size_t count) { ANSWER(getrandom(bytes, count, 0)); }
