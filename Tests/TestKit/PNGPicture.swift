/// An indexed PNG file taken apart by hand, for tests of what we write. It insists on everything we promise:
/// indexed colour, no interlacing, checksums that come out, each chunk once and in order.
public struct PNGPicture {
    /// What is wrong with the file.
    public struct Malformed: Error {
        /// In a few words.
        public let reason: String
    }

    /// Columns of the picture.
    public private(set) var width = 0
    /// Rows of the picture.
    public private(set) var height = 0
    /// Bits of each pixel.
    public private(set) var depth = 0
    /// The colours of PLTE as red, green, blue.
    public private(set) var palette: [[UInt8]] = []
    /// The colour number of every pixel, rows from the top.
    public private(set) var pixels: [UInt8] = []

    /// Reads a whole file.
    public init(file: [UInt8]) throws {
        try self.init(file: file, knownChunks: [])
    }

    /// The same, passing over chunks that somebody else reads.
    init(file: [UInt8], knownChunks: Set<String>) throws {
        guard file.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) else {
            throw Malformed(reason: "no signature")
        }
        let chunks = try PNGPicture.chunks(of: file[8...]).filter { !knownChunks.contains($0.name) }
        var compressed: [UInt8] = []
        for (index, chunk) in chunks.enumerated() {
            switch (chunk.name, index) {
            case ("IHDR", 0): try readHeader(chunk.content)
            case ("PLTE", 1):
                palette = stride(from: 0, to: chunk.content.count, by: 3)
                    .map { Array(chunk.content[$0..<$0 + 3]) }
            case ("IDAT", 2...): compressed += chunk.content
            case ("IEND", chunks.count - 1): break
            default: throw Malformed(reason: "chunk \(chunk.name) at \(index)")
            }
        }
        try readRows(try Inflate.decodeZlib(compressed))
    }

    /// A rectangle of an animation, which has no header of its own.
    init(width: Int, height: Int, depth: Int, compressed: [UInt8]) throws {
        self.width = width
        self.height = height
        self.depth = depth
        try readRows(try Inflate.decodeZlib(compressed))
    }

    mutating func readHeader(_ content: [UInt8]) throws {
        guard content.count == 13, content[9...] == [3, 0, 0, 0] else {
            throw Malformed(reason: "header \(content)")
        }
        width = Int(PNGPicture.number(content[0..<4]))
        height = Int(PNGPicture.number(content[4..<8]))
        depth = Int(content[8])
    }

    /// Undoes filters and packing. With at most a byte for each pixel, the pixel to the left is the byte to
    /// the left.
    private mutating func readRows(_ bytes: [UInt8]) throws {
        let rowBytes = (width * depth + 7) / 8
        guard bytes.count == (rowBytes + 1) * height else {
            throw Malformed(reason: "\(bytes.count) bytes of rows")
        }
        var above = [UInt8](repeating: 0, count: rowBytes)
        for y in 0..<height {
            let start = y * (rowBytes + 1)
            var row = Array(bytes[start + 1..<start + 1 + rowBytes])
            for index in row.indices {
                let left = index > 0 ? row[index - 1] : 0
                let aboveLeft = index > 0 ? above[index - 1] : 0
                switch bytes[start] {
                case 0: break
                case 1: row[index] &+= left
                case 2: row[index] &+= above[index]
                case 3: row[index] &+= UInt8((Int(left) + Int(above[index])) / 2)
                case 4: row[index] &+= PNGPicture.paeth(left, above[index], aboveLeft)
                default: throw Malformed(reason: "filter \(bytes[start])")
                }
            }
            for x in 0..<width {
                let shift = 8 - depth - x * depth % 8
                pixels.append(row[x * depth / 8] >> UInt8(shift) & UInt8((1 << depth) - 1))
            }
            above = row
        }
    }

    private static func paeth(_ left: UInt8, _ above: UInt8, _ aboveLeft: UInt8) -> UInt8 {
        let estimate = Int(left) + Int(above) - Int(aboveLeft)
        return [left, above, aboveLeft].min { abs(estimate - Int($0)) < abs(estimate - Int($1)) } ?? left
    }

    static func chunks(of bytes: ArraySlice<UInt8>) throws -> [(name: String, content: [UInt8])] {
        var chunks: [(name: String, content: [UInt8])] = []
        var rest = bytes
        while !rest.isEmpty {
            guard rest.count >= 12 else { throw Malformed(reason: "bytes after the last chunk") }
            let count = Int(number(rest.prefix(4)))
            guard rest.count >= 12 + count else { throw Malformed(reason: "a chunk is cut off") }
            let checked = rest.dropFirst(4).prefix(4 + count)
            guard checksum(of: checked) == number(rest.dropFirst(8 + count).prefix(4)) else {
                throw Malformed(reason: "checksum")
            }
            chunks.append((String(decoding: checked.prefix(4), as: UTF8.self), Array(checked.dropFirst(4))))
            rest = rest.dropFirst(12 + count)
        }
        return chunks
    }

    static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func checksum(of bytes: ArraySlice<UInt8>) -> UInt32 {
        ~bytes.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0xedb8_8320 : 0) }
        }
    }
}
