#include "CPNG.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

struct cpng_writer {
    png_structp png;
    png_infop info;
    cpng_sink sink;
    void *context;
    char message[128];
};

static void on_error(png_structp png, png_const_charp message) {
    cpng_writer *writer = png_get_error_ptr(png);
    snprintf(writer->message, sizeof writer->message, "%s", message);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void on_write(png_structp png, png_bytep bytes, png_size_t count) {
    cpng_writer *writer = png_get_io_ptr(png);
    writer->sink(writer->context, bytes, count);
}

static void on_flush(png_structp png) {
    (void)png;
}

cpng_writer *cpng_create(cpng_sink sink, void *context) {
    cpng_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL) return NULL;
    writer->sink = sink;
    writer->context = context;
    writer->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, writer, on_error, on_warning);
    if (writer->png != NULL) writer->info = png_create_info_struct(writer->png);
    if (writer->info == NULL) {
        cpng_destroy(writer);
        return NULL;
    }
    png_set_write_fn(writer->png, writer, on_write, on_flush);
    return writer;
}

void cpng_destroy(cpng_writer *writer) {
    png_destroy_write_struct(&writer->png, &writer->info);
    free(writer);
}

bool cpng_begin(cpng_writer *writer, uint32_t width, uint32_t height, int depth, const uint8_t *colours,
                int colour_count, int level) {
    png_color palette[PNG_MAX_PALETTE_LENGTH] = {0};
    if (setjmp(png_jmpbuf(writer->png))) return false;
    if (colour_count > PNG_MAX_PALETTE_LENGTH) png_error(writer->png, "more than 256 colours");
    for (int i = 0; i < colour_count; i++) {
        palette[i] = (png_color){colours[3 * i], colours[3 * i + 1], colours[3 * i + 2]};
    }
    png_set_IHDR(writer->png, writer->info, width, height, depth, PNG_COLOR_TYPE_PALETTE, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_PLTE(writer->png, writer->info, palette, colour_count);
    png_set_compression_level(writer->png, level);
    png_write_info(writer->png, writer->info);
    png_set_packing(writer->png);
    return true;
}

bool cpng_write_row(cpng_writer *writer, const uint8_t *row, uint32_t times) {
    if (setjmp(png_jmpbuf(writer->png))) return false;
    for (uint32_t i = 0; i < times; i++) png_write_row(writer->png, row);
    return true;
}

bool cpng_write_chunk(cpng_writer *writer, const char *name, const uint8_t *bytes, size_t count) {
    if (setjmp(png_jmpbuf(writer->png))) return false;
    png_write_chunk(writer->png, (png_const_bytep)name, bytes, count);
    return true;
}

bool cpng_end(cpng_writer *writer) {
    if (setjmp(png_jmpbuf(writer->png))) return false;
    png_write_end(writer->png, writer->info);
    return true;
}

const char *cpng_message(const cpng_writer *writer) {
    return writer->message;
}
