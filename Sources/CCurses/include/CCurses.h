// The way to ncurses, and to the terminal device behind it.
//
// ncurses is used as a function from cells to bytes: it draws into a file in memory, reads no keys, changes
// no mode of the device and catches no signal. What it wrote is taken out and sent by the caller, who can
// thus count it, and leave out a frame where the device takes no more.
//
// ncurses has one screen at a time, and none of this may be called by two threads at once. Functions that can
// fail answer 0 or more, or minus the error number.
#ifndef TOILE_CCURSES_H
#define TOILE_CCURSES_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#pragma clang assume_nonnull begin

// Characters

/// Sets the locale of characters ("" is what the environment says), and tells whether it is UTF-8. Where the
/// environment names one of UTF-8 that this machine does not have, as after a login from another, C.UTF-8
/// does.
bool ccurses_set_locale(const char *name);
/// What the C library says about the width of a scalar.
int ccurses_width(uint32_t scalar);

// The screen

/// Whether there is a description of this terminal that can place a cursor.
bool ccurses_knows_terminal(const char *name);
int ccurses_begin(const char *name, int width, int height);
bool ccurses_has_begun(void);
void ccurses_end(void);
/// Leaves the screen for a while; the next frame comes back to it and paints all of it.
void ccurses_suspend(void);
void ccurses_resize(int width, int height);
/// Lets the next frame paint every cell, whatever the terminal shows.
void ccurses_repaint(void);

/// 0 where there are no colours.
int ccurses_colour_count(void);
/// One more than the highest number of a pair.
int ccurses_pair_count(void);
/// -1 is the terminal's own colour.
bool ccurses_set_pair(int pair, int ink, int paper);

enum { ccurses_bold = 1, ccurses_dim = 2, ccurses_reverse = 4, ccurses_underline = 8 };

/// Puts a scalar at a place. It must have a width.
void ccurses_put(int x, int y, uint32_t scalar, unsigned marks, int pair);
/// Writes what has changed.
void ccurses_show(void);
/// How many bytes wait to be taken.
size_t ccurses_output_count(void);
/// Takes the first `count` bytes of the output and forgets the rest.
ssize_t ccurses_take_output(uint8_t *bytes, size_t count);
/// A string of the terminal's description without its delays; 0 bytes where it has none.
size_t ccurses_capability(const char *name, uint8_t *bytes, size_t count);

// The device

/// Errors that a caller tells apart.
enum { ccurses_would_block = EAGAIN, ccurses_not_a_terminal = ENOTTY };

/// Opens a terminal device anew, so that not waiting for it is our own affair: the descriptor we were given
/// is shared with the shell. Where that is forbidden, as after `su`, it is the one we were given, which does
/// not wait as long as the device is raw. -ENOTTY where it is no terminal.
int ccurses_device_open(int descriptor);
/// Notes the mode of the device and makes it raw. A device that somebody left raw is noted as a sane one.
/// Returns 1 in that case.
int ccurses_device_enter(int descriptor);
/// Makes it raw again after `ccurses_device_leave`.
int ccurses_device_again(int descriptor);
/// Sets the mode that was noted.
int ccurses_device_leave(int descriptor);
int ccurses_device_size(int descriptor, int *width, int *height);
ssize_t ccurses_device_read(int descriptor, uint8_t *bytes, size_t count);
ssize_t ccurses_device_write(int descriptor, const uint8_t *bytes, size_t count);
/// 1 as soon as bytes can be read, or written; 0 after so many milliseconds.
int ccurses_device_wait(int descriptor, bool for_writing, int millis);
void ccurses_device_close(int descriptor);

/// Milliseconds of a clock that never goes back.
int64_t ccurses_clock_millis(void);

// The guard

/// From now on, whatever ends this process (an exit, a crash, a signal that nobody else handles) writes
/// `reset` to the device and gives it back the mode noted. -E2BIG where `reset` is too long.
int ccurses_guard(int descriptor, const uint8_t *reset, size_t count);
void ccurses_unguard(void);

#pragma clang assume_nonnull end
#endif
