/// What stands between `ESC [` and the letter that ends it.
struct KeySequence {
    /// No number of a sequence is larger; what is has no meaning.
    private static let numberMax = 65_535

    private let sign: UInt8?
    private let numbers: [Int]
    private let letter: UInt8

    /// Takes the bytes after `ESC [`, the letter included.
    init(_ bytes: ArraySlice<UInt8>) {
        letter = bytes.last ?? 0
        var rest = bytes.dropLast()
        // `<`, `=`, `>` and `?` make a family of their own of the sequences that begin with them.
        if let first = rest.first, 0x3c...0x3f ~= first {
            sign = first
            rest = rest.dropFirst()
        } else {
            sign = nil
        }
        numbers = rest.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { digits in
            digits.reduce(0) { 0x30...0x39 ~= $1 ? min($0 * 10 + Int($1) - 0x30, Self.numberMax) : $0 }
        }
    }

    var isPasteStart: Bool { sign == nil && letter == UInt8(ascii: "~") && numbers.first == 200 }

    var key: Key? {
        if sign == UInt8(ascii: "<") { return mouse.map { .mouse($0) } }
        guard sign == nil else { return nil }
        switch letter {
        case UInt8(ascii: "~"): return Self.numberedKey(numbers.first ?? 0)
        case UInt8(ascii: "Z"): return .backTab
        case UInt8(ascii: "a")...UInt8(ascii: "d"):
            return Self.arrow(letter - 0x20).map { .arrow($0, isShifted: true) }
        default:
            if let arrow = Self.arrow(letter) { return .arrow(arrow, isShifted: isShifted) }
            return Self.applicationKey(letter)
        }
    }

    /// The second number is one more than the sum of the keys that are held; Shift counts 1.
    private var isShifted: Bool { numbers.count >= 2 && max(0, numbers[1] - 1) & 1 == 1 }

    private var mouse: MouseEvent? {
        guard numbers.count == 3, numbers[1] >= 1, numbers[2] >= 1 else { return nil }
        guard letter == UInt8(ascii: "M") || letter == UInt8(ascii: "m") else { return nil }
        let (code, x, y) = (numbers[0], numbers[1] - 1, numbers[2] - 1)
        if code & 0xc0 == 0x40 {
            switch code & 3 {
            case 0: return MouseEvent(x: x, y: y, kind: .wheelUp, button: .none)
            case 1: return MouseEvent(x: x, y: y, kind: .wheelDown, button: .none)
            default: return nil
            }
        }
        guard code & 0xc0 == 0 else { return nil }
        let button: MouseEvent.Button? =
            switch code & 3 {
            case 0: .left
            case 1: .middle
            case 2: .right
            default: nil
            }
        // Without a button it only passes over.
        guard let button else { return nil }
        if letter == UInt8(ascii: "m") { return MouseEvent(x: x, y: y, kind: .release, button: button) }
        return MouseEvent(x: x, y: y, kind: code & 32 == 0 ? .press : .drag, button: button)
    }

    /// The letter after `ESC O`, where a terminal sends keys the way applications asked for long ago.
    static func applicationKey(_ letter: UInt8) -> Key? {
        switch letter {
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "F"): .end
        case UInt8(ascii: "M"): .enter
        case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(letter - UInt8(ascii: "P")) + 1)
        default: arrow(letter).map { .arrow($0, isShifted: false) }
        }
    }

    private static func arrow(_ letter: UInt8) -> Key.Arrow? {
        switch letter {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        default: nil
        }
    }

    private static func numberedKey(_ number: Int) -> Key? {
        switch number {
        case 1, 7: .home
        case 2: .insert
        case 3: .delete
        case 4, 8: .end
        case 5: .pageUp
        case 6: .pageDown
        // The numbers leave one out where the DEC keyboards had a gap between groups.
        case 11...15: .function(number - 10)
        case 17...21: .function(number - 11)
        case 23...24: .function(number - 12)
        default: nil
        }
    }
}
