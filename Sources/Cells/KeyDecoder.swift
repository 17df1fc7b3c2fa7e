/// Makes keys of the bytes that a terminal sends, however they are split.
///
/// It knows what xterm and those that follow it send, the Linux console, rxvt and the VT100: their sequences
/// do not contradict each other, so that nothing has to be looked up in a description of the terminal, and a
/// key works also where `TERM` is wrong. Sequences that mean nothing to us vanish as a whole.
///
/// A lone Escape looks like the beginning of a sequence. Whoever reads the bytes waits a moment for the rest
/// while `isUnfinished`, then calls `giveUp`. An Escape before anything else is a key of its own, so that
/// quick fingers and slow networks do not make other keys of it.
public struct KeyDecoder: Sendable {
    /// So many bytes wait at most. A terminal that sends more at once than anybody types loses the rest.
    public static let waitingMax = 65_536
    /// A sequence longer than this is none.
    public static let sequenceMax = 32
    /// So much of a paste is kept: more than any field of ours takes.
    public static let pasteMax = 4_096
    /// A second press so soon after the first makes a double click.
    public static let doubleClickMillis: Int64 = 400

    private enum Outcome {
        /// So many bytes are used up, and may have been a key.
        case used(Int, Key?)
        /// The rest has not come yet.
        case unfinished
    }

    private var waiting: [UInt8] = []
    private var pasted: [UInt8]?
    private var lastPress: (event: MouseEvent, millis: Int64)?
    private var hasGivenUp = false

    /// A decoder that has seen nothing yet.
    public init() {}

    /// Takes what the terminal sent.
    public mutating func take(_ bytes: some Collection<UInt8>) {
        waiting += bytes.prefix(Self.waitingMax - waiting.count)
        hasGivenUp = false
    }

    /// Whether `next` waits for the rest of a sequence. A paste is not waited for: its end comes when it
    /// comes.
    public var isUnfinished: Bool { !waiting.isEmpty && pasted == nil }

    /// Takes what has come for all that will come.
    public mutating func giveUp() {
        hasGivenUp = true
    }

    /// The next key; nil when there is none, or only a part of one.
    public mutating func next(nowMillis: Int64) -> Key? {
        while !waiting.isEmpty {
            guard pasted == nil else {
                guard let key = endOfPaste() else { return nil }
                return key
            }
            switch outcome(waiting[...]) {
            case .used(let count, let key):
                waiting.removeFirst(count)
                if let key = key.map({ counted($0, nowMillis) }) { return key }
            case .unfinished:
                guard hasGivenUp else { return nil }
                let isEscape = waiting.removeFirst() == 0x1b
                if isEscape { return .escape }
            }
        }
        return nil
    }

    private mutating func outcome(_ bytes: ArraySlice<UInt8>) -> Outcome {
        switch bytes[0] {
        case 0x1b: escapeOutcome(bytes)
        case 0x0d, 0x0a: .used(1, .enter)
        case 0x09: .used(1, .tab)
        case 0x7f, 0x08: .used(1, .backspace)
        case 0: .used(1, .control(" "))
        case 1...26: .used(1, .control(Unicode.Scalar(bytes[0] + 0x60)))
        case 27...31: .used(1, .control(Unicode.Scalar(bytes[0] + 0x40)))
        default: characterOutcome(bytes)
        }
    }

    private func characterOutcome(_ bytes: ArraySlice<UInt8>) -> Outcome {
        let length =
            switch bytes[0] {
            case 0xc2...0xdf: 2
            case 0xe0...0xef: 3
            case 0xf0...0xf4: 4
            default: 1
            }
        for count in 1..<max(length, 2) where length > 1 {
            guard count < bytes.count else { return .unfinished }
            guard bytes[count] & 0xc0 == 0x80 else { return .used(count, nil) }
        }
        var decoder = UTF8()
        var iterator = bytes.prefix(length).makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return .used(1, nil) }
        switch CellText.treatment(of: scalar) {
        case .shown: return .used(length, .character(scalar))
        case .space: return .used(length, .character(" "))
        case .replaced, .dropped: return .used(length, nil)
        }
    }

    private mutating func escapeOutcome(_ bytes: ArraySlice<UInt8>) -> Outcome {
        guard bytes.count >= 2 else { return .unfinished }
        switch bytes[1] {
        case UInt8(ascii: "["): return sequenceOutcome(bytes)
        case UInt8(ascii: "O"):
            guard bytes.count >= 3 else { return .unfinished }
            return .used(3, KeySequence.applicationKey(bytes[2]))
        default: return .used(1, .escape)
        }
    }

    /// `ESC [`, perhaps a sign, numbers with `;` between them, and a letter.
    private mutating func sequenceOutcome(_ bytes: ArraySlice<UInt8>) -> Outcome {
        guard bytes.count >= 3 else { return .unfinished }
        if bytes[2] == UInt8(ascii: "[") {
            // The Linux console, which has one bracket more in its first five function keys.
            guard bytes.count >= 4 else { return .unfinished }
            let number = Int(bytes[3]) - 0x40
            return .used(4, 1...5 ~= number ? .function(number) : nil)
        }
        if bytes[2] == UInt8(ascii: "M") {
            // The mouse as it was before its coordinates were numbers. We never ask for it.
            return bytes.count >= 6 ? .used(6, nil) : .unfinished
        }
        guard let end = bytes.dropFirst(2).prefix(Self.sequenceMax).firstIndex(where: { 0x40...0x7e ~= $0 })
        else {
            return bytes.count < 2 + Self.sequenceMax ? .unfinished : .used(2, nil)
        }
        let sequence = KeySequence(bytes[2...end])
        if sequence.isPasteStart {
            pasted = []
            return .used(end + 1, nil)
        }
        return .used(end + 1, sequence.key)
    }

    private mutating func endOfPaste() -> Key? {
        let mark: [UInt8] = Array("\u{1b}[201~".utf8)
        var text = pasted ?? []
        for index in waiting.indices where waiting[index] == 0x1b {
            let rest = waiting[index...].prefix(mark.count)
            if rest.elementsEqual(mark) {
                text += waiting[..<index].prefix(Self.pasteMax - text.count)
                waiting.removeFirst(index + mark.count)
                pasted = nil
                return .paste(CellText(bytes: text))
            }
            if rest.count < mark.count, mark.starts(with: rest) {
                text += waiting[..<index].prefix(Self.pasteMax - text.count)
                waiting.removeFirst(index)
                pasted = text
                return nil
            }
        }
        pasted = text + waiting.prefix(Self.pasteMax - text.count)
        waiting.removeAll()
        return nil
    }

    /// Sees to it that the second press of two is a double click.
    private mutating func counted(_ key: Key, _ nowMillis: Int64) -> Key {
        guard case .mouse(let event) = key, event.kind == .press else { return key }
        if let last = lastPress, last.event == event, nowMillis - last.millis <= Self.doubleClickMillis {
            lastPress = nil
            return .mouse(MouseEvent(x: event.x, y: event.y, kind: .doubleClick, button: event.button))
        }
        lastPress = (event, nowMillis)
        return key
    }
}
