/// Takes a whole head apart, strictly: nothing that two readers could understand in two ways gets through.
struct HeadReader {
    private let head: [UInt8]
    private var cursor = 0

    /// A head as `HeadScanner` delivers it: lines ended by CR LF and nothing after the last.
    init(_ head: [UInt8]) {
        self.head = head
    }

    /// The next line without its end; nil after the last.
    mutating func nextLine() -> ArraySlice<UInt8>? {
        guard cursor < head.count else { return nil }
        let end = head[cursor...].firstIndex(of: 0x0d) ?? head.count
        defer { cursor = end + 2 }
        return head[cursor..<end]
    }

    /// All lines that are left, as fields.
    mutating func fields(max: Int) throws(HTTPError) -> [HTTPField] {
        var fields: [HTTPField] = []
        fields.reserveCapacity(16)
        while let line = nextLine() {
            guard fields.count < max else { throw .tooManyFields }
            fields.append(try HeadReader.field(line))
        }
        return fields
    }

    private static func field(_ line: ArraySlice<UInt8>) throws(HTTPError) -> HTTPField {
        guard let first = line.first else { throw .badField }
        guard !first.isBlank else { throw .foldedField }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
            throw .badField
        }
        let name = line[..<colon]
        guard name.allSatisfy(\.isTokenByte) else { throw .badField }
        var value = line[(colon + 1)...]
        while let byte = value.first, byte.isBlank { value.removeFirst() }
        while let byte = value.last, byte.isBlank { value.removeLast() }
        return HTTPField(
            name: String(decoding: name.lazy.map(\.asciiLowercased), as: UTF8.self),
            value: String(decoding: value, as: UTF8.self))
    }
}
