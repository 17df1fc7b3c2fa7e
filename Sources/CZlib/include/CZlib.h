#ifndef TOILE_CZLIB_H
#define TOILE_CZLIB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// zlib without its macros, and with streams that C owns: a z_stream must not move, Swift's values do.

typedef struct toile_deflater toile_deflater;
typedef struct toile_inflater toile_inflater;

// What one step took and made.
typedef struct {
    size_t consumed;
    size_t produced;
    bool failed;
    bool reached_end;
    bool is_between_blocks;
} toile_zlib_step;

// windowBits 9 to 15 for raw deflate, 25 to 31 for gzip, as zlib wants them but for the sign. NULL: no
// memory.
toile_deflater *_Nullable toile_deflater_create(int level, int windowBits, int memoryLevel);
void toile_deflater_free(toile_deflater *_Nonnull deflater);
void toile_deflater_reset(toile_deflater *_Nonnull deflater);
// Deflates up to a byte boundary (Z_SYNC_FLUSH), or to the end of the stream (Z_FINISH).
toile_zlib_step toile_deflater_flush(toile_deflater *_Nonnull deflater, const uint8_t *_Nullable input,
                                     size_t inputCount, uint8_t *_Nullable output, size_t outputCount,
                                     bool finish);

toile_inflater *_Nullable toile_inflater_create(int windowBits);
void toile_inflater_free(toile_inflater *_Nonnull inflater);
// Begins anew with an empty window, possibly of another size.
bool toile_inflater_reset(toile_inflater *_Nonnull inflater, int windowBits);
// Begins a new stream of blocks that may refer to what was inflated before.
void toile_inflater_reset_keeping_window(toile_inflater *_Nonnull inflater);
toile_zlib_step toile_inflater_run(toile_inflater *_Nonnull inflater, const uint8_t *_Nullable input,
                                   size_t inputCount, uint8_t *_Nullable output, size_t outputCount);

#endif
