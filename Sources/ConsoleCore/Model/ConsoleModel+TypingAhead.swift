import Cells
import Wire

/// Keys that come before the answer they are about.
///
/// A quick hand types `b 2 Enter z`, or moves the cursor and presses `b`, in less time than the server
/// takes. Dropped, such a key would leave its followers to the screen, where digits are other screens; taken
/// at once, it would mean somebody else, or everybody. So it waits, and those after it.
extension ConsoleModel {
    /// So many keys are kept: more than a quick hand types in the time of one answer.
    static let typedAheadMax = 32

    /// Keeps a key until the answer is there. Esc forgets all of them. An Enter that comes first is one too
    /// many, and the mouse means what is shown now.
    mutating func keepForLater(_ key: Key) {
        switch key {
        case .escape: (typedAhead, waitsForAuthor) = ([], false)
        case .mouse, .paste: break
        case .enter where typedAhead.isEmpty: break
        default:
            guard typedAhead.count < Self.typedAheadMax else { return emit(.bell) }
            typedAhead.append(key)
        }
    }

    /// Takes what was typed ahead; what has to wait once more, waits. It ends at an Enter that would confirm
    /// what nobody has seen yet.
    mutating func takeKeysThatWaited() {
        let keys = typedAhead
        typedAhead = []
        for key in keys {
            if key == .enter, isEnterBlind { return }
            take(key)
        }
    }

    /// Whether Enter would do what stands in a sheet that has just been opened, or mean one that is to come.
    private var isEnterBlind: Bool {
        guard prompt == nil else { return false }
        guard let open = sheet, !open.run.isAwaiting else { return waitsForLine != nil }
        var form = open.form
        if case .apply = form.handle(.enter, self, open.run) { return true }
        return false
    }

    /// Whether the author of the pixel under the cursor will be known in a moment. Whoever is named there
    /// already is who is meant.
    private var isAuthorComing: Bool {
        guard activeScreen == .live, here?.author == nil, board != nil, link == .connected else {
            return false
        }
        return live.hereDueAt != nil
            || questions.contains { $0 == .pixel(x: live.cursorX, y: live.cursorY) }
    }

    /// Keeps a key that acts on the author of the pixel as long as nobody knows who that is.
    mutating func waitForAuthor(_ key: Key) -> Bool {
        let isAboutAuthor =
            switch key {
            case .character(let letter): "bmXciwru".unicodeScalars.contains(letter)
            case .function(9): true
            default: false
            }
        guard isAboutAuthor, isAuthorComing else { return false }
        if live.hereDueAt != nil { live.hereDueAt = now }
        waitsForAuthor = true
        keepForLater(key)
        return true
    }

    /// The server has said whose a pixel is, or that it is nobody's. Pixels may change faster than anybody is
    /// asked: one answer about this one is enough.
    mutating func authorCame(at x: Int, _ y: Int) {
        let isHere = x == live.cursorX && y == live.cursorY
        guard waitsForAuthor, isHere || !isAuthorComing else { return }
        waitsForAuthor = false
        // Without anybody to act on, the keys after the first would mean something else.
        if target.people.isEmpty { typedAhead = Array(typedAhead.prefix(1)) }
        takeKeysThatWaited()
    }
}
