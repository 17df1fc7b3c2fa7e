#ifndef TOILE_CLINUX_H
#define TOILE_CLINUX_H

// What the Glibc module does not show to Swift, or shows in a shape that is hard to call.
//
// Every function that can fail answers the way the kernel itself does: 0 or more, or minus the error number.
// `errno` never crosses into Swift, where a compiler that believes its address constant could read another
// thread's.

#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/types.h>

// Threads

/// A number that is the calling thread's own while it lives, and never 0. Not inlined, and not declared const
/// as `pthread_self` is, so that no caller can keep the answer across a change of thread.
uint64_t clinux_thread_identity(void);
/// Names the calling thread for debuggers and `top`; what is longer than 15 bytes is cut.
void clinux_name_thread(const char *_Nonnull name);

// Errors

/// The words for an error number; NULL if there is no such error.
const char *_Nullable clinux_error_text(int number);

// Descriptors

/// Another number for the same open file, which programs that are started do not inherit.
int clinux_duplicate(int descriptor);
int clinux_close(int descriptor);
/// A descriptor that stands for nothing: `/dev/null`, close-on-exec.
int clinux_open_null(void);

// epoll

int clinux_epoll_create(void);
int clinux_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t data);
int clinux_epoll_modify(int epoll, int descriptor, uint32_t events, uint64_t data);
int clinux_epoll_delete(int epoll, int descriptor);
int clinux_epoll_wait(int epoll, struct epoll_event *_Nonnull events, int events_max, int timeout_millis);

// eventfd and signalfd: nonblocking, close-on-exec

int clinux_eventfd(void);
int clinux_eventfd_signal(int descriptor);
int clinux_signalfd(const sigset_t *_Nonnull set);
/// The number of the next signal waiting.
int clinux_signalfd_read(int descriptor);

// Sockets: stream, nonblocking, close-on-exec

int clinux_stream_socket(int family);
int clinux_bind(int descriptor, const struct sockaddr_storage *_Nonnull address);
int clinux_listen(int descriptor, int backlog);
int clinux_connect(int descriptor, const struct sockaddr_storage *_Nonnull address);
int clinux_accept(int descriptor, struct sockaddr_storage *_Nonnull peer);
int clinux_local_address(int descriptor, struct sockaddr_storage *_Nonnull address);
int clinux_set_option(int descriptor, int level, int option, int value);
/// The value of an integer option; the error that is pending for SO_ERROR.
int clinux_get_option(int descriptor, int level, int option);
int clinux_shutdown_write(int descriptor);
/// Bytes written to the socket that the peer has not acknowledged (SIOCOUTQ).
int clinux_unsent_byte_count(int descriptor);

ssize_t clinux_receive(int descriptor, void *_Nonnull bytes, size_t count);
/// Sends without ever raising SIGPIPE.
ssize_t clinux_send(int descriptor, const void *_Nonnull bytes, size_t count);
ssize_t clinux_send_two(
    int descriptor, const void *_Nullable first, size_t first_count, const void *_Nullable second,
    size_t second_count);

// Sockets that are files

/// Binds a socket to a path of any length, readable and writable for its owner alone from the first moment
/// on.
int clinux_bind_path(int descriptor, const char *_Nonnull path);
int clinux_connect_path(int descriptor, const char *_Nonnull path);
/// Removes a socket that is a file; one that is not there is fine. ENOTSOCK: there is something else.
int clinux_remove_socket(const char *_Nonnull path);
/// Who is at the other end, as the kernel knows it.
int clinux_peer_user(int descriptor, uid_t *_Nonnull user);
/// Gives a file or a folder to a group, and then the mode that lets the group in.
int clinux_share(const char *_Nonnull path, gid_t group, mode_t mode);

// Users and groups, by the system's databases. These may ask the network, and block.

/// Who we are.
uid_t clinux_own_user(void);
/// The name of a user and the number of its first group; ENOENT: the system knows no such user.
int clinux_user_name(
    uid_t user, char *_Nonnull name, size_t name_bytes_max, gid_t *_Nonnull first_group);
/// The groups of a user; how many are in the table. ERANGE: more than fit.
int clinux_user_groups(
    const char *_Nonnull name, gid_t first_group, gid_t *_Nonnull groups, int groups_max);
/// The number of a user; ENOENT: the system knows no such user.
int clinux_user_number(const char *_Nonnull name, uid_t *_Nonnull user);
/// The name of a group; ENOENT: the system knows no such group.
int clinux_group_name(gid_t group, char *_Nonnull name, size_t name_bytes_max);
/// The number of a group; ENOENT: the system knows no such group.
int clinux_group_number(const char *_Nonnull name, gid_t *_Nonnull group);

// This process and its machine

/// The time of all processors that this process has used, in microseconds.
int64_t clinux_processor_micros(void);
/// The memory of this process that is resident, in bytes.
int64_t clinux_resident_bytes(void);
/// What the machine is called.
int clinux_host_name(char *_Nonnull name, size_t name_bytes_max);

// Addresses

/// The first address of a numeric or named host of the given family (AF_UNSPEC: any). A name that means
/// nothing is EADDRNOTAVAIL. Names other than numbers may ask the network and block.
int clinux_resolve(
    const char *_Nonnull host, uint16_t port, int family, struct sockaddr_storage *_Nonnull address);
/// The address as 16 bytes of IPv6, IPv4 in its mapped form, and the port in host order; zeros for other
/// families.
void clinux_address_parts(
    const struct sockaddr_storage *_Nonnull address, uint8_t *_Nonnull sixteen_bytes,
    uint16_t *_Nonnull port);

// Randomness

ssize_t clinux_random(void *_Nonnull bytes, size_t count);

#endif
