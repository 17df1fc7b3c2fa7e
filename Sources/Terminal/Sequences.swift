import CCurses

/// What is said to the terminal besides what ncurses says: at the beginning, and at every kind of end.
struct Sequences {
    /// Longer than any string of a description.
    private static let capabilityMax = 256

    /// Says that keys, mouse and pastes are to be reported.
    let enter: [UInt8]
    /// Takes it back, and with it whatever a screen does to the looks of what is written.
    let leave: [UInt8]
    /// Leaves the screen itself too, for ends at which ncurses is not asked any more.
    let farewell: [UInt8]
    /// Whether the terminal knows of mice. One that does also knows, or ignores, the other inventions of
    /// xterm.
    let isModern: Bool

    /// What the terminal needs on which ncurses has just begun.
    init(hasMouse: Bool) {
        isModern = !Self.capability("kmous").isEmpty
        let mouse = isModern && hasMouse
        enter =
            Self.capability("smkx") + (mouse ? Self.bytes("[?1000h", "[?1002h", "[?1006h") : [])
            + (isModern ? Self.bytes("[?2004h") : [])
        leave =
            (isModern ? Self.bytes("[?2004l", "[?1006l", "[?1002l", "[?1000l") : [])
            + Self.capability("sgr0") + Self.capability("op") + Self.capability("rmkx")
            + Self.capability("cnorm")
        // A terminal without a second screen goes on below the first.
        let screen = Self.capability("rmcup")
        farewell = leave + (screen.isEmpty ? Array("\r\n".utf8) : screen)
    }

    /// Puts a text onto the clipboard of the person at the terminal, where their terminal allows it.
    static func copying(_ text: String) -> [UInt8] {
        bytes("]52;c;") + Base64.encoded(Array(text.utf8)) + [0x07]
    }

    private static func bytes(_ sequences: String...) -> [UInt8] {
        sequences.flatMap { [0x1b] + Array($0.utf8) }
    }

    private static func capability(_ name: String) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: capabilityMax) { buffer, count in
            guard let address = buffer.baseAddress else { return }
            count = ccurses_capability(name, address, buffer.count)
        }
    }
}
