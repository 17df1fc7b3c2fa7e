/// What happened in a simulation, event after event, and a fingerprint of all of it.
struct Trace {
    private struct Entry {
        let millis: Int64
        let what: StaticString
        let numbers: [Int64]
    }

    private var entries: [Entry] = []
    /// FNV-1a over everything noted.
    private(set) var fingerprint: UInt64 = 0xcbf2_9ce4_8422_2325

    var count: Int { entries.count }

    mutating func note(_ what: StaticString, at millis: Int64, _ numbers: [Int64]) {
        entries.append(Entry(millis: millis, what: what, numbers: numbers))
        what.withUTF8Buffer { text in for byte in text { mix(UInt64(byte)) } }
        mix(UInt64(bitPattern: millis))
        for number in numbers { mix(UInt64(bitPattern: number)) }
    }

    private mutating func mix(_ value: UInt64) {
        fingerprint = (fingerprint ^ value) &* 0x100_0000_01b3
    }

    /// The newest events, one a line.
    func text(newest count: Int) -> String {
        entries.suffix(count).map { entry in
            let numbers = entry.numbers.map(String.init).joined(separator: " ")
            return "\(entry.millis) \(entry.what) \(numbers)"
        }.joined(separator: "\n")
    }
}

/// What a good thousand of stories has to have come across: a simulation proves nothing about what never
/// happens in it.
enum Happening: CaseIterable {
    case tornEndCut, unsyncedLost, unacknowledgedSurvived, diedWhileWriting
    case diskFull, reserveUsed, diskFailed, roomAgain
    case placed, unchanged, outside, coolingDown, flooding, busyOrNotOpen, watching
    case resumedAfterRestart, resumedByBoard, levelByOneFrame, endedAsTooSlow, pollTimedOut, sessionRefused,
        heard, takenBack, tooLate
    case protected, banned, gated, shutOut, kicked, lookedOn, placedInTheShadow, heardInTheShadow
    case staffCollided, staffPutOff, staffRefused, dryRun, rolledBack, rollbackUndone, bannedWithPixels
    case placedWhilePlanned, rollbackRefused
}

/// A promise that was broken.
struct Violation: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
