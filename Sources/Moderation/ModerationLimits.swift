/// Every bound of moderation, in one place, each with its reason. Durations are milliseconds.
public enum ModerationLimits {
    // MARK: What stands

    /// Bans that hold at once: every address that a large raid comes from, at some 500 bytes each.
    public static let bansMax = 100_000
    /// Areas of one board: it looks through all of them at every placement.
    public static let areasMax = 64
    /// Reports that are open: more than a shift of moderators reads. Each holds up to 64 KiB.
    public static let openReportsMax = 1_000
    /// Reports that are closed and still kept: from them follows how far a reporter is trusted.
    public static let closedReportsMax = 1_000
    /// Reporters of one report that are written down; what more of them say changes nothing.
    public static let reportersMax = 50
    /// People in the evidence of a report: with them it fits into a document; a piece of a board of that size
    /// hardly ever has so many authors.
    public static let evidencePeopleMax = 256
    /// What is watched at once: every connection that is listed is held against it.
    public static let watchesMax = 200
    /// Notes about one person: one page.
    public static let notesOfPersonMax = 50
    /// Notes altogether, at some 400 bytes each.
    public static let notesMax = 20_000
    /// Announcements of one board that are shown at once: a newcomer is told all of them.
    public static let announcementsMax = 20
    /// Browsers that draw as staff at once: more than a team has.
    public static let badgesMax = 64
    /// Boards that something is laid on: as many as a server has at most, and some that it had.
    public static let defencesMax = 1_000
    /// Lines of the audit that are held in memory: what a console shows at first, and what is mostly undone.
    public static let auditLinesMax = 1_000
    /// Lines that are looked through to undo an older one: a year of a busy board, and some 30 MB to read.
    public static let undoReachMax: UInt64 = 100_000
    /// Lines among them that have to do with it, at some 1 KB each while it is decided.
    public static let undoLinesMax = 4_000
    /// One line of the audit or one document, as bytes: what the ledger takes.
    public static let bodyBytesMax = 64 << 10
    /// Left free in a line of the audit for what a rollback comes to.
    public static let outcomeBytesMax = 1 << 10

    // MARK: One act

    /// People, or handles of theirs, that one act names.
    public static let subjectsMax = 200
    /// One of them as text: an id is the longest.
    public static let subjectCharactersMax = 64
    /// Why, as players read it beside the board.
    public static let whyCharactersMax = 120
    /// What is told, written down or announced.
    public static let textCharactersMax = 300
    /// A part of the name of a program that is watched.
    public static let agentCharactersMax = 80
    /// The longest that anything may hold without holding for good: ten years.
    public static let durationMillisMax: Int64 = 10 * 365 * 86_400_000
    /// What ends by itself in one go; what is left ends in the next.
    public static let endingsMax = 64

    // MARK: What is usual

    /// A ban.
    public static let banMillis: Int64 = 86_400_000
    /// A freeze, of an area or of the board.
    public static let freezeMillis: Int64 = 600_000
    /// Any other rule of an area.
    public static let areaMillis: Int64 = 3_600_000
    /// A level of defence.
    public static let defenceMillis: Int64 = 900_000
    /// An announcement is told to newcomers for so long.
    public static let announcementMillis: Int64 = 600_000
    /// How long a link to draw as staff is good: to go to another machine with it.
    public static let badgeLinkMillis: Int64 = 1_800_000
    /// How long a browser draws as staff then: a long evening, and not the next one.
    public static let badgeMillis: Int64 = 43_200_000
    /// How far a rollback goes back.
    public static let rollbackMillis: Int64 = 3_600_000
    /// The sides of an area when only its middle is said.
    public static let areaSide = 64

    // MARK: Reports

    /// A report is in somebody's hands for so long, unless that is said again.
    public static let claimMillis: Int64 = 120_000
    /// Reports of one author that lie no farther apart are one.
    public static let mergePixels = 8
    /// Own reports that a player is told of.
    public static let ownReportsMax = 50
    /// People who drew in an area this short ago are there.
    public static let presenceMillis: Int64 = 300_000
}
