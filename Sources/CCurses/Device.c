#include "CCurses.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static struct termios noted;

/// What we were given and could not open anew: whether reading and writing wait is the shell's affair too.
enum { shared_max = 2 };
static int shared[shared_max];
static volatile sig_atomic_t shared_count;

// Safe in a handler of signals. What is given back waits, as a shell's own does: one that did not was left so
// by somebody who was killed.
static void set_shared_waiting(bool waits) {
    for (int i = 0; i < shared_count; i++) {
        int flags = fcntl(shared[i], F_GETFL);
        if (flags < 0) continue;
        fcntl(shared[i], F_SETFL, waits ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
    }
}

int ccurses_device_open(int descriptor) {
    if (!isatty(descriptor)) return -ENOTTY;
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    int opened = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (opened >= 0) return opened;
    int error = -errno;
    // Whoever came by `su` may use the terminal that they were given, and not open it.
    if (shared_count == shared_max) return error;
    int duplicate = fcntl(descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (duplicate < 0) return -errno;
    shared[shared_count] = duplicate;
    shared_count++;
    return duplicate;
}

// What `stty sane` would do, as far as a raw mode undoes it.
static void make_sane(struct termios *mode) {
    mode->c_iflag |= BRKINT | ICRNL | IXON;
    mode->c_iflag &= ~(tcflag_t)(IGNBRK | INLCR | IGNCR);
    mode->c_oflag |= OPOST | ONLCR;
    mode->c_cflag |= CREAD;
    mode->c_lflag |= ICANON | ECHO | ECHOE | ECHOK | ISIG | IEXTEN;
    mode->c_lflag &= ~(tcflag_t)(ECHONL | NOFLSH | TOSTOP);
}

static int make_raw(int descriptor) {
    struct termios mode = noted;
    cfmakeraw(&mode);
    mode.c_cc[VMIN] = 1;
    mode.c_cc[VTIME] = 0;
    if (tcsetattr(descriptor, TCSADRAIN, &mode) != 0) return -errno;
    set_shared_waiting(false);
    return 0;
}

int ccurses_device_enter(int descriptor) {
    if (tcgetattr(descriptor, &noted) != 0) return -errno;
    bool was_raw = (noted.c_lflag & ICANON) == 0 || (noted.c_lflag & ECHO) == 0;
    if (was_raw) make_sane(&noted);
    int outcome = make_raw(descriptor);
    return outcome < 0 ? outcome : was_raw;
}

int ccurses_device_again(int descriptor) {
    return make_raw(descriptor);
}

int ccurses_device_leave(int descriptor) {
    set_shared_waiting(true);
    return tcsetattr(descriptor, TCSANOW, &noted) == 0 ? 0 : -errno;
}

int ccurses_device_size(int descriptor, int *width, int *height) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return -errno;
    *width = size.ws_col;
    *height = size.ws_row;
    return 0;
}

ssize_t ccurses_device_read(int descriptor, uint8_t *bytes, size_t count) {
    ssize_t outcome;
    do outcome = read(descriptor, bytes, count);
    while (outcome < 0 && errno == EINTR);
    return outcome < 0 ? -errno : outcome;
}

ssize_t ccurses_device_write(int descriptor, const uint8_t *bytes, size_t count) {
    ssize_t outcome;
    do outcome = write(descriptor, bytes, count);
    while (outcome < 0 && errno == EINTR);
    return outcome < 0 ? -errno : outcome;
}

int ccurses_device_wait(int descriptor, bool for_writing, int millis) {
    struct pollfd watched = {.fd = descriptor, .events = for_writing ? POLLOUT : POLLIN};
    int outcome = poll(&watched, 1, millis);
    return outcome < 0 ? -errno : outcome;
}

void ccurses_device_close(int descriptor) {
    for (int i = 0; i < shared_count; i++) {
        if (shared[i] != descriptor) continue;
        shared[i] = shared[shared_count - 1];
        shared_count--;
    }
    close(descriptor);
}

int64_t ccurses_clock_millis(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// The guard. Everything that the handler touches is ready before the handler is set, and stays where it is;
// it calls nothing but what signal-safety(7) allows.

enum { reset_bytes_max = 512, reset_wait_millis = 200 };

static volatile sig_atomic_t is_guarding;
static int guarded;
static pid_t guardian;
static uint8_t reset_bytes[reset_bytes_max];
static size_t reset_count;

/// Those that end a process by a fault of its own: always handled, and then left to whoever handled them
/// before.
static const int faults[] = {SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGQUIT};
/// Those that others send: left to the caller where the caller handles or ignores them.
static const int requests[] = {SIGTERM, SIGHUP, SIGINT};
enum { fault_count = sizeof faults / sizeof *faults, request_count = sizeof requests / sizeof *requests };
static struct sigaction actions_before[NSIG];
static bool is_handled[NSIG];

static void restore_device(void) {
    // A child of ours that ends has nothing to give back.
    if (!is_guarding || getpid() != guardian) return;
    is_guarding = 0;
    size_t sent = 0;
    // The device may be slow, and it may be gone.
    while (sent < reset_count) {
        ssize_t outcome = write(guarded, reset_bytes + sent, reset_count - sent);
        if (outcome > 0) {
            sent += (size_t)outcome;
            continue;
        }
        struct pollfd watched = {.fd = guarded, .events = POLLOUT};
        if (errno != EAGAIN || poll(&watched, 1, reset_wait_millis) != 1) break;
    }
    tcsetattr(guarded, TCSANOW, &noted);
    set_shared_waiting(true);
}

static void on_signal(int number) {
    int error = errno;
    restore_device();
    // Taken back, the signal does what it would have done without us, as soon as this returns.
    sigaction(number, &actions_before[number], NULL);
    raise(number);
    errno = error;
}

static void handle(int number) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    action.sa_flags = SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    is_handled[number] = sigaction(number, &action, &actions_before[number]) == 0;
}

static bool is_default(int number) {
    struct sigaction action;
    return sigaction(number, NULL, &action) == 0 && (action.sa_flags & SA_SIGINFO) == 0 &&
           action.sa_handler == SIG_DFL;
}

int ccurses_guard(int descriptor, const uint8_t *reset, size_t count) {
    static bool has_exit_handler;
    if (count > sizeof reset_bytes) return -E2BIG;
    memcpy(reset_bytes, reset, count);
    reset_count = count;
    guarded = descriptor;
    guardian = getpid();
    is_guarding = 1;
    if (!has_exit_handler) has_exit_handler = atexit(restore_device) == 0;
    for (int i = 0; i < fault_count; i++) handle(faults[i]);
    for (int i = 0; i < request_count; i++) {
        if (is_default(requests[i])) handle(requests[i]);
    }
    return 0;
}

void ccurses_unguard(void) {
    is_guarding = 0;
    for (int number = 1; number < NSIG; number++) {
        if (!is_handled[number]) continue;
        is_handled[number] = false;
        sigaction(number, &actions_before[number], NULL);
    }
}
