/// What a terminal would show of the bytes it was sent: enough of xterm for what ncurses and we say to it.
///
/// Sequences that it does not know are kept in `unknown`, so that a test cannot pass by not looking.
public struct TerminalTwin: Sendable {
    /// What one column shows.
    public struct Place: Hashable, Sendable {
        /// A blank, or what was written; empty in the second half of a wide character.
        public var text = " "
        /// 0 to 255; nil is the terminal's own.
        public var ink: Int?
        /// The colour below it.
        public var paper: Int?
        /// Numbers of SGR: 1 bold, 2 dim, 4 underline, 7 reverse.
        public var marks: Set<Int> = []
    }

    /// How many columns there are.
    public let width: Int
    /// How many rows there are.
    public let height: Int
    /// Modes that are on, as `?1049`.
    public private(set) var modes = TerminalTwin.usualModes
    /// Those that a shell expects: a cursor that is seen, and lines that go on in the next.
    public static let usualModes: Set = ["?25", "?7"]
    /// What it was told that it does not know.
    public private(set) var unknown: [String] = []
    /// What was put onto the clipboard, in base64.
    public private(set) var clipboard: [String] = []
    private var places: [[Place]]
    private var x = 0
    private var y = 0
    private var pen = Place()
    private var top = 0
    private var bottom: Int
    /// Where the first screen is gone on with after the second.
    private var left = (x: 0, y: 0)
    private var wrapsNext = false
    private var last = " "
    private var waiting: [UInt8] = []

    /// An empty screen of that size.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
        bottom = height - 1
        places = Array(repeating: Array(repeating: Place(), count: width), count: height)
    }

    /// The rows, with the blanks at their ends cut off.
    public var text: String {
        places.map { row in
            var line = row.map(\.text).joined()
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    /// Where the next character goes.
    public var cursor: (x: Int, y: Int) { (x, y) }

    /// The rows that move when a line feed comes at the end of the last of them.
    public var scrollingRows: ClosedRange<Int> { top...bottom }

    /// What stands at a place.
    public func place(_ x: Int, _ y: Int) -> Place {
        places[y][x]
    }

    /// Takes what was sent, however it is split.
    public mutating func take(_ bytes: [UInt8]) {
        waiting += bytes
        while !waiting.isEmpty {
            let count = consume()
            guard count > 0 else { return }
            waiting.removeFirst(count)
        }
    }

    /// Takes the first thing that waits and returns how long it was; 0 if there is more to come.
    private mutating func consume() -> Int {
        let first = waiting[0]
        switch first {
        case 0x1b: return consumeEscape()
        case 0x08: move(to: x - 1, y)
        case 0x09: move(to: (x / 8 + 1) * 8, y)
        case 0x0a: lineFeed()
        case 0x0d: move(to: 0, y)
        // Padding, and the choice of a character set.
        case 0x00, 0x0e, 0x0f: break
        case 0..<0x20, 0x7f: unknown.append("byte \(first)")
        default:
            let length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
            guard waiting.count >= length else { return 0 }
            write(String(decoding: waiting[..<length], as: UTF8.self))
            return length
        }
        return 1
    }

    private mutating func consumeEscape() -> Int {
        guard waiting.count >= 2 else { return 0 }
        switch waiting[1] {
        case UInt8(ascii: "["):
            guard let end = waiting.dropFirst(2).firstIndex(where: { 0x40...0x7e ~= $0 }) else { return 0 }
            control(
                String(decoding: waiting[2..<end], as: UTF8.self), Character(Unicode.Scalar(waiting[end])))
            return end + 1
        case UInt8(ascii: "]"):
            guard let end = waiting.firstIndex(of: 0x07) else { return 0 }
            let text = String(decoding: waiting[2..<end], as: UTF8.self)
            if text.hasPrefix("52;c;") {
                clipboard.append(String(text.dropFirst(5)))
            } else {
                unknown.append(text)
            }
            return end + 1
        case UInt8(ascii: "("), UInt8(ascii: ")"): return waiting.count >= 3 ? 3 : 0
        case UInt8(ascii: "M"):
            if y == top { scroll(from: top, by: -1) } else { move(to: x, y - 1) }
        // Saved cursors and keypads do not show.
        case UInt8(ascii: "7"), UInt8(ascii: "8"), UInt8(ascii: "="), UInt8(ascii: ">"): break
        default: unknown.append("ESC \(waiting[1])")
        }
        return 2
    }

    private mutating func control(_ parameters: String, _ letter: Character) {
        let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        let first = numbers.first ?? 0
        let count = max(1, first)
        switch letter {
        case "A": move(to: x, y - count)
        case "B": move(to: x, y + count)
        case "C": move(to: x + count, y)
        case "D": move(to: x - count, y)
        case "G": move(to: count - 1, y)
        case "d": move(to: x, count - 1)
        case "H", "f": move(to: max(1, numbers.count > 1 ? numbers[1] : 1) - 1, count - 1)
        case "J": eraseScreen(first)
        case "K": erase(row: y, first == 0 ? x..<width : first == 1 ? 0..<x + 1 : 0..<width)
        case "X": erase(row: y, x..<min(width, x + count))
        case "P", "@": shift(by: letter == "P" ? count : -count)
        case "L", "M": scroll(from: y, by: letter == "M" ? count : -count)
        case "S", "T": scroll(from: top, by: letter == "S" ? count : -count)
        case "b": for _ in 0..<count { write(last) }
        case "m": paint(parameters.isEmpty ? [0] : numbers)
        case "r":
            top = min(count, height) - 1
            bottom = min(numbers.count > 1 && numbers[1] > 0 ? numbers[1] : height, height) - 1
            move(to: 0, 0)
        case "h", "l": setModes(parameters, isOn: letter == "h")
        // Titles of windows, and shapes of cursors.
        case "t", "c": break
        default: unknown.append("CSI \(parameters)\(letter)")
        }
    }

    private mutating func setModes(_ parameters: String, isOn: Bool) {
        let sign = parameters.hasPrefix("?") ? "?" : ""
        for number in parameters.dropFirst(sign.count).split(separator: ";") {
            if sign + number == "?1049", isOn != modes.contains("?1049") {
                if isOn { left = (x, y) } else { move(to: left.x, left.y) }
            }
            if isOn { modes.insert(sign + number) } else { modes.remove(sign + number) }
        }
    }

    private mutating func paint(_ numbers: [Int]) {
        var rest = numbers[...]
        while let number = rest.popFirst() {
            switch number {
            case 0: pen = Place()
            case 1, 2, 4, 7: pen.marks.insert(number)
            case 22: pen.marks.subtract([1, 2])
            // The usual font.
            case 10: break
            case 24, 27: pen.marks.remove(number - 20)
            case 30...37: pen.ink = number - 30
            case 40...47: pen.paper = number - 40
            case 90...97: pen.ink = number - 82
            case 100...107: pen.paper = number - 92
            case 39: pen.ink = nil
            case 49: pen.paper = nil
            case 38, 48:
                guard rest.popFirst() == 5, let colour = rest.popFirst() else {
                    return unknown.append("SGR \(numbers)")
                }
                if number == 38 { pen.ink = colour } else { pen.paper = colour }
            default: unknown.append("SGR \(number)")
            }
        }
    }

    private mutating func move(to x: Int, _ y: Int) {
        self.x = min(max(0, x), width - 1)
        self.y = min(max(0, y), height - 1)
        wrapsNext = false
    }

    private mutating func lineFeed() {
        if y == bottom { scroll(from: top, by: 1) } else { move(to: x, y + 1) }
    }

    private mutating func write(_ text: String) {
        let isWide = text.unicodeScalars.first.map { Self.isWide($0.value) } ?? false
        if wrapsNext || (isWide && x == width - 1) {
            move(to: 0, y)
            lineFeed()
        }
        last = text
        put(text, x)
        if isWide { put("", x + 1) }
        let after = x + (isWide ? 2 : 1)
        move(to: after, y)
        wrapsNext = after >= width
    }

    private mutating func put(_ text: String, _ x: Int) {
        // Half of a wide character cannot stay.
        if places[y][x].text.isEmpty, !text.isEmpty, x > 0 { places[y][x - 1].text = " " }
        if x + 1 < width, places[y][x + 1].text.isEmpty { places[y][x + 1].text = " " }
        var place = pen
        place.text = text
        places[y][x] = place
    }

    /// Rough, and enough for what the tests write.
    private static func isWide(_ value: UInt32) -> Bool {
        0x1100...0x115f ~= value || 0x2e80...0xa4cf ~= value || 0xac00...0xd7a3 ~= value
            || 0xff01...0xff60 ~= value || 0x1f300...0x1faff ~= value
    }

    /// What is erased has the paper of the pen.
    private var empty: Place { Place(paper: pen.paper) }

    private mutating func erase(row: Int, _ columns: Range<Int>) {
        for x in columns { places[row][x] = empty }
        wrapsNext = false
    }

    private mutating func eraseScreen(_ what: Int) {
        let rows = what == 0 ? y + 1..<height : what == 1 ? 0..<y : 0..<height
        for row in rows { erase(row: row, 0..<width) }
        if what == 0 { erase(row: y, x..<width) }
        if what == 1 { erase(row: y, 0..<x + 1) }
    }

    private mutating func shift(by count: Int) {
        let kept = Array(places[y][x...])
        let blanks = Array(repeating: empty, count: min(abs(count), kept.count))
        let moved = count > 0 ? kept.dropFirst(count) + blanks : blanks + kept.dropLast(-count)
        places[y].replaceSubrange(x..., with: moved)
    }

    private mutating func scroll(from first: Int, by count: Int) {
        guard first <= bottom else { return }
        let kept = Array(places[first...bottom])
        let row = Array(repeating: empty, count: width)
        let blanks = Array(repeating: row, count: min(abs(count), kept.count))
        let moved = count > 0 ? kept.dropFirst(count) + blanks : blanks + kept.dropLast(-count)
        places.replaceSubrange(first...bottom, with: moved)
    }
}
