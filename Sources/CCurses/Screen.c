#define NCURSES_WIDECHAR 1
#include "CCurses.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

static SCREEN *screen;
static FILE *output;
static FILE *input;

static bool names_utf8(const char *name) {
    return strcasestr(name, "UTF-8") != NULL || strcasestr(name, "UTF8") != NULL;
}

static const char *named_by_environment(void) {
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        if (value != NULL && *value != 0) return value;
    }
    return "";
}

bool ccurses_set_locale(const char *name) {
    const char *wanted = *name == 0 ? named_by_environment() : name;
    bool is_set = setlocale(LC_CTYPE, name) != NULL;
    if (!is_set && names_utf8(wanted)) is_set = setlocale(LC_CTYPE, "C.UTF-8") != NULL;
    if (!is_set) setlocale(LC_CTYPE, "C");
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

int ccurses_width(uint32_t scalar) {
    return wcwidth((wchar_t)scalar);
}

bool ccurses_knows_terminal(const char *name) {
    int reason = 0;
    TERMINAL *before = cur_term;
    if (setupterm(name, STDERR_FILENO, &reason) != OK) return false;
    bool places_cursor = cursor_address != NULL;
    TERMINAL *tried = set_curterm(before);
    if (tried != NULL && tried != before) del_curterm(tried);
    return places_cursor;
}

static void close_files(void) {
    if (output != NULL) fclose(output);
    if (input != NULL) fclose(input);
    output = input = NULL;
}

static int open_files(void) {
    int memory = memfd_create("screen", MFD_CLOEXEC);
    if (memory < 0) return -errno;
    output = fdopen(memory, "w+");
    input = fopen("/dev/null", "re");
    if (output != NULL && input != NULL) return 0;
    int error = -errno;
    if (output == NULL) close(memory);
    close_files();
    return error;
}

static int put_output_byte(int byte) {
    uint8_t written = (uint8_t)byte;
    return write(fileno(output), &written, 1) == 1 ? byte : EOF;
}

// Tells the terminal that all of its rows scroll, and lets the next frame paint all of it, since this moves
// the cursor. newterm says so for the size that the description has, and resize_term not at all; at the edge
// of rows that scroll for themselves, neither a line feed nor a way down goes where ncurses thinks. putp
// would not do: it writes to stdout.
static void let_all_rows_scroll(int height) {
    // A screen that rests is told when it is taken again; until then the cursor is the shell's.
    if (change_scroll_region == NULL || isendwin()) return;
    tputs(tiparm(change_scroll_region, 0, height - 1), 1, put_output_byte);
    clearok(curscr, TRUE);
}

int ccurses_begin(const char *name, int width, int height) {
    if (screen != NULL) return -EBUSY;
    int outcome = open_files();
    if (outcome < 0) return outcome;

    // newterm sets handlers of its own. Signals are the caller's.
    static const int signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH, SIGCONT, SIGTTOU, SIGTTIN};
    enum { signal_count = sizeof signals / sizeof *signals };
    struct sigaction actions[signal_count];
    for (int i = 0; i < signal_count; i++) sigaction(signals[i], NULL, &actions[i]);
    // A file has no size that newterm could ask for, and other variables than ours are not to decide.
    use_env(FALSE);
    use_tioctl(TRUE);
    screen = newterm(name, output, input);
    for (int i = 0; i < signal_count; i++) sigaction(signals[i], &actions[i], NULL);
    if (screen == NULL) {
        close_files();
        return -ENXIO;
    }
    // There is nobody typing on /dev/null.
    typeahead(-1);
    scrollok(stdscr, FALSE);
    leaveok(stdscr, TRUE);
    curs_set(0);
    if (start_color() == OK) use_default_colors();
    resize_term(height, width);
    // What newterm said is kept back until something is shown, and has to come first.
    ccurses_show();
    let_all_rows_scroll(height);
    return 0;
}

bool ccurses_has_begun(void) {
    return screen != NULL;
}

void ccurses_end(void) {
    if (screen == NULL) return;
    delscreen(screen);
    screen = NULL;
    close_files();
}

void ccurses_suspend(void) {
    endwin();
}

void ccurses_resize(int width, int height) {
    resize_term(height, width);
    let_all_rows_scroll(height);
}

void ccurses_repaint(void) {
    clearok(curscr, TRUE);
}

int ccurses_colour_count(void) {
    return has_colors() ? COLORS : 0;
}

int ccurses_pair_count(void) {
    return COLOR_PAIRS;
}

bool ccurses_set_pair(int pair, int ink, int paper) {
    return init_extended_pair(pair, ink, paper) == OK;
}

void ccurses_put(int x, int y, uint32_t scalar, unsigned marks, int pair) {
    attr_t attributes = (marks & ccurses_bold ? A_BOLD : 0) | (marks & ccurses_dim ? A_DIM : 0) |
                        (marks & ccurses_reverse ? A_REVERSE : 0) |
                        (marks & ccurses_underline ? A_UNDERLINE : 0);
    wchar_t text[2] = {(wchar_t)scalar, 0};
    cchar_t cell;
    // The number of the pair twice: once in the short that the standard knows, once whole.
    if (setcchar(&cell, text, attributes, (short)(pair & 0x7fff), &pair) != OK) return;
    mvadd_wchnstr(y, x, &cell, 1);
}

void ccurses_show(void) {
    wnoutrefresh(stdscr);
    doupdate();
}

size_t ccurses_output_count(void) {
    if (output == NULL) return 0;
    off_t end = lseek(fileno(output), 0, SEEK_END);
    return end < 0 ? 0 : (size_t)end;
}

ssize_t ccurses_take_output(uint8_t *bytes, size_t count) {
    if (output == NULL) return 0;
    int memory = fileno(output);
    ssize_t taken = pread(memory, bytes, count, 0);
    int error = errno;
    if (ftruncate(memory, 0) != 0 || lseek(memory, 0, SEEK_SET) != 0) return -errno;
    return taken < 0 ? -error : taken;
}

// tputs hands over byte by byte, to a function that has no context.
static uint8_t *capability_bytes;
static size_t capability_count;
static size_t capability_room;

static int take_capability_byte(int byte) {
    if (capability_count < capability_room) capability_bytes[capability_count++] = (uint8_t)byte;
    return byte;
}

size_t ccurses_capability(const char *name, uint8_t *bytes, size_t count) {
    const char *text = tigetstr(name);
    if (text == NULL || text == (char *)-1) return 0;
    capability_bytes = bytes;
    capability_count = 0;
    capability_room = count;
    tputs(text, 1, take_capability_byte);
    return capability_count;
}
