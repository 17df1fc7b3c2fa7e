import CPNG

/// Turns indexed pixels into a PNG file with exactly the palette given, in the smallest of the depths 1, 2, 4
/// and 8 that holds it.
///
/// Rows are cut out, scaled and compressed one by one, so that beside the pixels and the file only one row is
/// in memory.
public enum PNGEncoder {
    /// What the picture is made of, before it is cut and scaled.
    private struct Source {
        let pixels: [UInt8]
        let width: Int
        let crop: Crop
        let scale: Int
        let colourCount: Int
    }

    /// Collects the file. libpng hands it bytes through a C function pointer, which can carry no closure.
    private final class File {
        var bytes: [UInt8] = []
    }

    /// The file. `pixels` are rows from the top, a byte for each pixel; `crop` is cut out first, then each
    /// pixel becomes a square of `scale` by `scale`. `level` is zlib's, 0 (none) to 9 (smallest, slowest).
    /// How large a picture may become is for the caller to decide.
    public static func encode(
        pixels: [UInt8], width: Int, height: Int, palette: [(red: UInt8, green: UInt8, blue: UInt8)],
        crop: Crop? = nil, scale: Int = 1, level: Int = 6
    ) throws(PictureError) -> [UInt8] {
        let (pixelCount, overflow) = width.multipliedReportingOverflow(by: height)
        guard width >= 1, height >= 1, !overflow, pixels.count == pixelCount else {
            throw .wrongSize(width: width, height: height, pixelCount: pixels.count)
        }
        guard 2...256 ~= palette.count else { throw .wrongPaletteCount(palette.count) }
        let crop = crop ?? Crop(x: 0, y: 0, width: width, height: height)
        guard crop.lies(inWidth: width, height: height) else { throw .cropOutside(crop) }
        guard let scaledWidth = scaled(crop.width, by: scale),
            let scaledHeight = scaled(crop.height, by: scale)
        else { throw .wrongScale(scale) }
        guard 0...9 ~= level else { throw .wrongLevel(level) }

        let file = File()
        guard let writer = cpng_create(appendToFile, Unmanaged.passUnretained(file).toOpaque()) else {
            throw .outOfMemory
        }
        defer {
            cpng_destroy(writer)
            // The writer knows the file by its address only, which keeps nothing alive.
            withExtendedLifetime(file) {}
        }
        let began = cpng_begin(
            writer, scaledWidth, scaledHeight, depth(holding: palette.count),
            palette.flatMap { [$0.red, $0.green, $0.blue] }, Int32(palette.count), Int32(level))
        guard began else { throw refusal(of: writer) }
        let source = Source(
            pixels: pixels, width: width, crop: crop, scale: scale, colourCount: palette.count)
        try writeRows(of: source, to: writer)
        guard cpng_end(writer) else { throw refusal(of: writer) }
        return file.bytes
    }

    /// The smallest depth in bits that tells `colourCount` colours apart.
    static func depth(holding colourCount: Int) -> Int32 {
        switch colourCount {
        case ...2: 1
        case ...4: 2
        case ...16: 4
        default: 8
        }
    }

    private static func scaled(_ length: Int, by scale: Int) -> UInt32? {
        let (product, overflow) = length.multipliedReportingOverflow(by: scale)
        return scale >= 1 && !overflow ? UInt32(exactly: product) : nil
    }

    private static func writeRows(of source: Source, to writer: OpaquePointer) throws(PictureError) {
        let crop = source.crop
        var row: [UInt8] = []
        row.reserveCapacity(crop.width * source.scale)
        for y in crop.y..<crop.y + crop.height {
            row.removeAll(keepingCapacity: true)
            let start = y * source.width + crop.x
            var highest: UInt8 = 0
            for colour in source.pixels[start..<start + crop.width] {
                highest = max(highest, colour)
                for _ in 0..<source.scale { row.append(colour) }
            }
            guard Int(highest) < source.colourCount else { throw .noSuchColour(highest) }
            guard cpng_write_row(writer, row, UInt32(source.scale)) else { throw refusal(of: writer) }
        }
    }

    private static let appendToFile: cpng_sink = { context, bytes, count in
        Unmanaged<File>.fromOpaque(context).takeUnretainedValue().bytes
            .append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
    }

    private static func refusal(of writer: OpaquePointer) -> PictureError {
        .refused(String(cString: cpng_message(writer)))
    }
}
