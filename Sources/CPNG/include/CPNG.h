// The way to libpng: indexed pictures, row by row.
//
// libpng reports errors by longjmp, which must not cross a Swift frame. So every call into it is made here,
// behind its own setjmp, and errors come back as `false` with a message.
#ifndef TOILE_CPNG_H
#define TOILE_CPNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef struct cpng_writer cpng_writer;

/// Takes the next bytes of the file. It must return normally.
typedef void (*cpng_sink)(void *context, const uint8_t *bytes, size_t count);

/// NULL when there is no memory.
cpng_writer *_Nullable cpng_create(cpng_sink sink, void *context);
void cpng_destroy(cpng_writer *writer);

/// Writes what stands before the rows. `colours` holds red, green, blue of each colour.
bool cpng_begin(cpng_writer *writer, uint32_t width, uint32_t height, int depth, const uint8_t *colours,
                int colour_count, int level);

/// Writes one row, a byte for each pixel, `times` times.
bool cpng_write_row(cpng_writer *writer, const uint8_t *row, uint32_t times);

/// Writes a chunk with its length and checksum, wherever the file has come to. `name` has four letters.
bool cpng_write_chunk(cpng_writer *writer, const char *name, const uint8_t *bytes, size_t count);

bool cpng_end(cpng_writer *writer);

/// What libpng said when a call last returned false.
const char *cpng_message(const cpng_writer *writer);

#pragma clang assume_nonnull end
#endif
