/// An animated PNG file taken apart by hand, for tests of what we write: the frames as a viewer would show
/// them. It insists on the order and the numbers of the chunks.
public struct PNGAnimation {
    /// What is shown, and for how long.
    public struct Frame {
        /// The colour number of every pixel, rows from the top.
        public let pixels: [UInt8]
        /// The part of it that is in the file: column, row, width, height.
        public let area: [Int]
        /// As a fraction of a second.
        public let delay: (numerator: Int, denominator: Int)

        /// How long it is shown.
        public var seconds: Double { Double(delay.numerator) / Double(delay.denominator) }
    }

    /// Columns of the picture.
    public private(set) var width = 0
    /// Rows of the picture.
    public private(set) var height = 0
    /// The frames, in order.
    public private(set) var frames: [Frame] = []
    /// How often it is played; 0: for ever.
    public private(set) var playCount = 0

    /// Reads a whole file.
    public init(file: [UInt8]) throws {
        let chunks = try PNGPicture.chunks(of: file[8...])
        let names = chunks.map(\.name)
        guard names.starts(with: ["IHDR", "PLTE", "acTL", "fcTL", "IDAT"]), names.last == "IEND" else {
            throw PNGPicture.Malformed(reason: "chunks \(names.prefix(8))")
        }
        let header = try PNGPicture(file: file, knownChunks: ["acTL", "fcTL", "fdAT"])
        (width, height) = (header.width, header.height)
        let control = chunks[2].content
        playCount = Int(PNGPicture.number(control[4..<8]))
        var canvas = [UInt8](repeating: 0, count: width * height)
        var nextNumber: UInt32 = 0
        func take(number bytes: ArraySlice<UInt8>) throws {
            guard PNGPicture.number(bytes) == nextNumber else {
                throw PNGPicture.Malformed(reason: "chunk number \(PNGPicture.number(bytes))")
            }
            nextNumber += 1
        }
        var index = 3
        while index < chunks.count - 1 {
            let content = chunks[index].content
            guard chunks[index].name == "fcTL", content.count == 26, content[24...] == [0, 0] else {
                throw PNGPicture.Malformed(reason: "chunk \(chunks[index].name) where a frame begins")
            }
            try take(number: content[0..<4])
            index += 1
            var compressed: [UInt8] = []
            while ["IDAT", "fdAT"].contains(chunks[index].name) {
                guard (chunks[index].name == "IDAT") == frames.isEmpty else {
                    throw PNGPicture.Malformed(reason: "\(chunks[index].name) in frame \(frames.count)")
                }
                if frames.isEmpty {
                    compressed += chunks[index].content
                } else {
                    try take(number: chunks[index].content[0..<4])
                    compressed += chunks[index].content[4...]
                }
                index += 1
            }
            let numbers = stride(from: 4, to: 20, by: 4).map { Int(PNGPicture.number(content[$0..<$0 + 4])) }
            try paint(numbers, compressed, depth: header.depth, onto: &canvas)
            frames.append(
                Frame(
                    pixels: canvas, area: [numbers[2], numbers[3], numbers[0], numbers[1]],
                    delay: (
                        Int(PNGPicture.number(content[20..<22])), Int(PNGPicture.number(content[22..<24]))
                    )))
        }
        guard Int(PNGPicture.number(control[0..<4])) == frames.count else {
            throw PNGPicture.Malformed(reason: "\(frames.count) frames, and it says otherwise")
        }
    }

    private func paint(
        _ numbers: [Int], _ compressed: [UInt8], depth: Int, onto canvas: inout [UInt8]
    ) throws {
        let (areaWidth, areaHeight, left, top) = (numbers[0], numbers[1], numbers[2], numbers[3])
        guard areaWidth > 0, areaHeight > 0, left + areaWidth <= width, top + areaHeight <= height else {
            throw PNGPicture.Malformed(reason: "a frame outside: \(numbers)")
        }
        let area = try PNGPicture(width: areaWidth, height: areaHeight, depth: depth, compressed: compressed)
        for y in 0..<areaHeight {
            for x in 0..<areaWidth {
                canvas[(top + y) * width + left + x] = area.pixels[y * areaWidth + x]
            }
        }
    }
}
