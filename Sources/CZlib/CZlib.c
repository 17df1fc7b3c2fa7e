#include "CZlib.h"

#include <stdlib.h>
#include <zlib.h>

// zlib.h keeps this one among its undocumented functions. It is what a window that outlives a final block
// needs.
extern int inflateResetKeep(z_streamp stream);

struct toile_deflater {
    z_stream stream;
};

struct toile_inflater {
    z_stream stream;
};

// zlib counts in 32 bits; what does not fit is left for the next call.
static uInt clamped(size_t count) {
    return count > 1u << 30 ? 1u << 30 : (uInt)count;
}

toile_deflater *toile_deflater_create(int level, int windowBits, int memoryLevel) {
    toile_deflater *deflater = calloc(1, sizeof *deflater);
    if (deflater == NULL) return NULL;
    int bits = windowBits > 15 ? windowBits : -windowBits;
    if (deflateInit2(&deflater->stream, level, Z_DEFLATED, bits, memoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) {
        free(deflater);
        return NULL;
    }
    return deflater;
}

void toile_deflater_free(toile_deflater *deflater) {
    deflateEnd(&deflater->stream);
    free(deflater);
}

void toile_deflater_reset(toile_deflater *deflater) {
    deflateReset(&deflater->stream);
}

toile_zlib_step toile_deflater_flush(toile_deflater *deflater, const uint8_t *input, size_t inputCount,
                                     uint8_t *output, size_t outputCount, bool finish) {
    z_stream *stream = &deflater->stream;
    bool isLast = inputCount == clamped(inputCount);
    stream->next_in = (Bytef *)input;
    stream->avail_in = clamped(inputCount);
    stream->next_out = output;
    stream->avail_out = clamped(outputCount);
    int status = deflate(stream, !isLast ? Z_NO_FLUSH : finish ? Z_FINISH : Z_SYNC_FLUSH);
    return (toile_zlib_step){
        .consumed = clamped(inputCount) - stream->avail_in,
        .produced = clamped(outputCount) - stream->avail_out,
        .failed = status != Z_OK && status != Z_BUF_ERROR && status != Z_STREAM_END,
        .reached_end = status == Z_STREAM_END,
    };
}

toile_inflater *toile_inflater_create(int windowBits) {
    toile_inflater *inflater = calloc(1, sizeof *inflater);
    if (inflater == NULL) return NULL;
    if (inflateInit2(&inflater->stream, -windowBits) != Z_OK) {
        free(inflater);
        return NULL;
    }
    return inflater;
}

void toile_inflater_free(toile_inflater *inflater) {
    inflateEnd(&inflater->stream);
    free(inflater);
}

bool toile_inflater_reset(toile_inflater *inflater, int windowBits) {
    return inflateReset2(&inflater->stream, -windowBits) == Z_OK;
}

void toile_inflater_reset_keeping_window(toile_inflater *inflater) {
    inflateResetKeep(&inflater->stream);
}

toile_zlib_step toile_inflater_run(toile_inflater *inflater, const uint8_t *input, size_t inputCount,
                                   uint8_t *output, size_t outputCount) {
    z_stream *stream = &inflater->stream;
    stream->next_in = (Bytef *)input;
    stream->avail_in = clamped(inputCount);
    stream->next_out = output;
    stream->avail_out = clamped(outputCount);
    int status = inflate(stream, Z_SYNC_FLUSH);
    return (toile_zlib_step){
        .consumed = clamped(inputCount) - stream->avail_in,
        .produced = clamped(outputCount) - stream->avail_out,
        .failed = status != Z_OK && status != Z_BUF_ERROR && status != Z_STREAM_END,
        .reached_end = status == Z_STREAM_END,
        // zlib.h: 128 is added after a block's end, the low bits count those of the last byte not yet used.
        .is_between_blocks = (stream->data_type & 0xbf) == 128,
    };
}
