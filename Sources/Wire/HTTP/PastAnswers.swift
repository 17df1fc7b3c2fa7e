// The JSON bodies of what was.

/// One change of a pixel's history.
public struct HistoryEntry: Equatable, Sendable, JSONWritable {
    /// The state of the board that it led to.
    public var seq: UInt64
    /// What the pixel showed from then on.
    public var colour: UInt8
    /// Who placed it, or took it back, as people are called now.
    public var name: String?
    /// When, in milliseconds since 1970.
    public var at: Int64
    /// A placement was taken back with it.
    public var isUndo: Bool

    /// An entry.
    public init(seq: UInt64, colour: UInt8, name: String?, at: Int64, isUndo: Bool = false) {
        self.seq = seq
        self.colour = colour
        self.name = name
        self.at = at
        self.isUndo = isUndo
    }

    /// Writes the object.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("seq", seq)
            writer.member("colour", colour)
            writer.member("name", name)
            writer.member("at", at)
            if isUndo { writer.member("undo", true) }
        }
    }
}

/// The answer to `GET /api/boards/NAME/history`.
public struct HistoryAnswer: Equatable, Sendable, JSONWritable {
    /// Which past of the board the seqs belong to.
    public var epoch: UInt32
    /// Where, from the left.
    public var x: Int
    /// Where, from the top.
    public var y: Int
    /// The changes, newest first.
    public var changes: [HistoryEntry]

    /// An answer.
    public init(epoch: UInt32, x: Int, y: Int, changes: [HistoryEntry]) {
        self.epoch = epoch
        self.x = x
        self.y = y
        self.changes = changes
    }

    /// Writes the object.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("epoch", epoch)
            writer.member("x", x)
            writer.member("y", y)
            writer.key("history")
            writer.beginArray()
            for change in changes { change.write(to: &writer) }
            writer.endArray()
        }
    }
}

/// One pixel that somebody placed, or took back.
public struct PlacementEntry: Equatable, Sendable, JSONWritable {
    /// The state of the board that it led to.
    public var seq: UInt64
    /// Where, from the left.
    public var x: Int
    /// Where, from the top.
    public var y: Int
    /// What it showed from then on.
    public var colour: UInt8
    /// When, in milliseconds since 1970.
    public var at: Int64
    /// A placement was taken back with it.
    public var isUndo: Bool

    /// An entry.
    public init(seq: UInt64, x: Int, y: Int, colour: UInt8, at: Int64, isUndo: Bool = false) {
        self.seq = seq
        self.x = x
        self.y = y
        self.colour = colour
        self.at = at
        self.isUndo = isUndo
    }

    /// Writes the object.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("seq", seq)
            writer.member("x", x)
            writer.member("y", y)
            writer.member("colour", colour)
            writer.member("at", at)
            if isUndo { writer.member("undo", true) }
        }
    }
}

/// The answer to `GET /api/boards/NAME/placements`.
public struct PlacementsAnswer: Equatable, Sendable, JSONWritable {
    /// Which past of the board the seqs belong to.
    public var epoch: UInt32
    /// Who.
    public var id: String
    /// As who is called now.
    public var name: String
    /// What was placed, newest first.
    public var placements: [PlacementEntry]

    /// An answer.
    public init(epoch: UInt32, id: String, name: String, placements: [PlacementEntry]) {
        self.epoch = epoch
        self.id = id
        self.name = name
        self.placements = placements
    }

    /// Writes the object.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("epoch", epoch)
            writer.member("id", id)
            writer.member("name", name)
            writer.key("placements")
            writer.beginArray()
            for placement in placements { placement.write(to: &writer) }
            writer.endArray()
        }
    }
}
