/// A second opinion on DEFLATE (RFC 1951), sharing nothing with zlib. Slow and strict.
public struct Inflate {
    /// The stream ends early, or says something the standard does not know.
    public struct Malformed: Error {}

    private let input: [UInt8]
    private var byteIndex: Int
    private var bitsHeld: UInt32 = 0
    private var bitCount = 0
    private var output: [UInt8] = []

    /// The content of the raw DEFLATE stream that begins at `start`, and where it ends.
    public static func decode(_ input: [UInt8], from start: Int = 0) throws -> (bytes: [UInt8], end: Int) {
        var stream = Inflate(input: input, byteIndex: start)
        while try !stream.readBlock() {}
        return (stream.output, stream.byteIndex)
    }

    /// The content of a zlib stream (RFC 1950), its checksum proved.
    public static func decodeZlib(_ input: [UInt8]) throws -> [UInt8] {
        guard input.count >= 6, input[0] & 0x0f == 8, (Int(input[0]) << 8 | Int(input[1])) % 31 == 0,
            input[1] & 0x20 == 0
        else { throw Malformed() }
        let (bytes, end) = try decode(input, from: 2)
        guard end + 4 == input.count else { throw Malformed() }
        let checksum = input[end...].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        var low: UInt32 = 1
        var high: UInt32 = 0
        for byte in bytes {
            low = (low + UInt32(byte)) % 65521
            high = (high + low) % 65521
        }
        guard checksum == high << 16 | low else { throw Malformed() }
        return bytes
    }

    private init(input: [UInt8], byteIndex: Int) {
        self.input = input
        self.byteIndex = byteIndex
    }

    private mutating func bits(_ count: Int) throws -> Int {
        while bitCount < count {
            guard byteIndex < input.count else { throw Malformed() }
            bitsHeld |= UInt32(input[byteIndex]) << UInt32(bitCount)
            byteIndex += 1
            bitCount += 8
        }
        let value = bitsHeld & ((1 << UInt32(count)) - 1)
        bitsHeld >>= UInt32(count)
        bitCount -= count
        return Int(value)
    }

    /// Whether it was the last block.
    private mutating func readBlock() throws -> Bool {
        let isLast = try bits(1) == 1
        switch try bits(2) {
        case 0: try readStored()
        case 1: try readCompressed(literals: .fixedLiterals, distances: .fixedDistances)
        case 2:
            let (literals, distances) = try readCodes()
            try readCompressed(literals: literals, distances: distances)
        default: throw Malformed()
        }
        return isLast
    }

    private mutating func readStored() throws {
        bitsHeld = 0
        bitCount = 0
        let count = try bits(16)
        guard try bits(16) == count ^ 0xffff, byteIndex + count <= input.count else { throw Malformed() }
        output += input[byteIndex..<byteIndex + count]
        byteIndex += count
    }

    private mutating func symbol(of code: PrefixCode) throws -> Int {
        var value = 0
        var first = 0
        var index = 0
        for length in 1...15 {
            value = value << 1 | (try bits(1))
            let count = code.countByLength[length]
            if value - first < count { return code.symbols[index + value - first] }
            index += count
            first = (first + count) << 1
        }
        throw Malformed()
    }

    /// The two codes of a dynamic block, themselves compressed by a third.
    private mutating func readCodes() throws -> (literals: PrefixCode, distances: PrefixCode) {
        let literalCount = try bits(5) + 257
        let distanceCount = try bits(5) + 1
        let lengthCount = try bits(4) + 4
        var codeLengths = [Int](repeating: 0, count: 19)
        let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
        for position in order.prefix(lengthCount) { codeLengths[position] = try bits(3) }
        let lengthCode = PrefixCode(lengths: codeLengths)
        var lengths: [Int] = []
        while lengths.count < literalCount + distanceCount {
            switch try symbol(of: lengthCode) {
            case let length where length < 16: lengths.append(length)
            case 16:
                guard let previous = lengths.last else { throw Malformed() }
                lengths += [Int](repeating: previous, count: try bits(2) + 3)
            case 17: lengths += [Int](repeating: 0, count: try bits(3) + 3)
            default: lengths += [Int](repeating: 0, count: try bits(7) + 11)
            }
        }
        guard lengths.count == literalCount + distanceCount else { throw Malformed() }
        return (
            PrefixCode(lengths: Array(lengths[..<literalCount])),
            PrefixCode(lengths: Array(lengths[literalCount...]))
        )
    }

    private mutating func readCompressed(literals: PrefixCode, distances: PrefixCode) throws {
        while true {
            let symbol = try symbol(of: literals)
            if symbol < 256 {
                output.append(UInt8(symbol))
                continue
            }
            if symbol == 256 { return }
            guard symbol <= 285 else { throw Malformed() }
            let length = Inflate.lengthBases[symbol - 257] + (try bits(Inflate.lengthBits[symbol - 257]))
            let distanceSymbol = try self.symbol(of: distances)
            guard distanceSymbol <= 29 else { throw Malformed() }
            let distance =
                Inflate.distanceBases[distanceSymbol] + (try bits(max(0, distanceSymbol / 2 - 1)))
            guard distance <= output.count else { throw Malformed() }
            for _ in 0..<length { output.append(output[output.count - distance]) }
        }
    }

    private static let lengthBits = (0..<28).map { $0 < 4 ? 0 : $0 / 4 - 1 } + [0]
    private static let lengthBases: [Int] = {
        var next = 3
        return lengthBits.dropLast().map { bits in
            defer { next += 1 << bits }
            return next
        } + [258]
    }()
    private static let distanceBases: [Int] = {
        var next = 1
        return (0..<30).map { symbol in
            defer { next += 1 << max(0, symbol / 2 - 1) }
            return next
        }
    }()
}

/// A canonical prefix code: how many codes have each length, and the symbols in the order of their codes.
private struct PrefixCode {
    let countByLength: [Int]
    let symbols: [Int]

    init(lengths: [Int]) {
        var counts = [Int](repeating: 0, count: 16)
        for length in lengths where length > 0 { counts[length] += 1 }
        countByLength = counts
        symbols = (1...15).flatMap { length in lengths.indices.filter { lengths[$0] == length } }
    }

    static let fixedLiterals = PrefixCode(
        lengths: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
    static let fixedDistances = PrefixCode(lengths: [Int](repeating: 5, count: 30))
}
