import Cells
import Wire

/// A line that is typed. What is written stands at its end: nobody edits the middle of one line.
struct LineInput: Equatable, Sendable {
    private(set) var text = ""
    /// Characters it may have.
    let charactersMax: Int

    init(_ text: String = "", charactersMax: Int = 200) {
        self.charactersMax = charactersMax
        append(CellText(text))
    }

    /// Takes what is written; false: the key means something else.
    mutating func take(_ key: Key) -> Bool {
        switch key {
        case .character(let scalar): append(CellText(String(Character(scalar))))
        case .paste(let pasted): append(pasted)
        case .backspace where !text.isEmpty: text.unicodeScalars.removeLast()
        case .control("u"): text = ""
        case .control("w"):
            while text.last == " " { text.removeLast() }
            while let last = text.last, last != " " { text.removeLast() }
        default: return false
        }
        return true
    }

    private mutating func append(_ more: CellText) {
        for glyph in more.glyphs where text.unicodeScalars.count < charactersMax {
            text.unicodeScalars.append(glyph.scalar)
        }
    }

    mutating func set(_ other: String) {
        text = ""
        append(CellText(other))
    }
}

/// A line that is asked for in the context row.
struct LinePrompt: Sendable {
    enum Purpose: Equatable, Sendable {
        /// What rows of a list have to hold.
        case filter(ListName, before: String)
        /// A place, or somebody's name.
        case place
    }

    let purpose: Purpose
    var input: LineInput

    var text: CellText {
        switch purpose {
        case .filter: "/\(input.text)_"
        case .place: "go to x,y or a name: \(input.text)_"
        }
    }

    var keys: [KeyHint] {
        switch purpose {
        case .filter: [KeyHint("Enter", "keep"), KeyHint("Ctrl-U", "empty"), KeyHint("Esc", "as before")]
        case .place: [KeyHint("Enter", "go"), KeyHint("Esc", "cancel")]
        }
    }
}

extension ConsoleModel {
    /// Takes a key while a line is asked for.
    mutating func takePromptKey(_ key: Key) {
        guard var prompt else { return }
        switch key {
        case .enter:
            self.prompt = nil
            if prompt.purpose == .place { go(to: prompt.input.text) }
        case .escape, .control("g"):
            self.prompt = nil
            if case .filter(let list, let before) = prompt.purpose { lists[list]?.filter = before }
        case .backspace where prompt.input.text.isEmpty:
            self.prompt = nil
        default:
            guard prompt.input.take(key) else { return }
            self.prompt = prompt
            // Rows follow the filter as it is typed.
            if case .filter(let list, _) = prompt.purpose {
                lists[list, default: ListState()].filter = prompt.input.text
            }
        }
    }

    /// Goes to `x,y`, to `x y`, or to where somebody placed last.
    private mutating func go(to words: String) {
        let parts = words.split { $0 == "," || $0 == " " }
        if parts.count == 2, let x = Int(parts[0]), let y = Int(parts[1]) {
            open(.live)
            return moveCursor(toX: x, y: y, isCentred: true)
        }
        let name = words.trimmedOfSpaces
        guard !name.isEmpty else { return }
        let path =
            "/admin/trail?who=" + QueryText.escaped(name) + "&board="
            + QueryText.escaped(options.board) + "&windowMs=0&limit=1"
        if !ask(.place(name: name), path) { refuse("no connection: cannot look for \(name)") }
    }

    mutating func takePlace(_ answer: ConsoleAnswer) {
        guard answer.status == 200, let trail = try? Trail(json: answer.body) else {
            return refuse(Refusal(answer).words)
        }
        guard let newest = trail.pixels.first else { return refuse("\(trail.name) has placed nothing here") }
        open(.live)
        moveCursor(toX: newest.x, y: newest.y, isCentred: true)
    }
}

extension String {
    var trimmedOfSpaces: String {
        var text = Substring(self)
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

/// Texts in the query of a path.
enum QueryText {
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."):
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                escaped += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return escaped
    }
}
