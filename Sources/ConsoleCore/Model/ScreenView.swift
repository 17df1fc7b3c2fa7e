import Cells
import Wire

/// What a screen draws, and what its keys do. What is kept between two keys stands in the model.
protocol ScreenView: Sendable {
    /// Draws between the tabs and the context row.
    static func draw(_ model: ConsoleModel, into grid: inout CellGrid, _ frame: Frame)
    /// What the context row says while there is nothing newer to say.
    static func context(_ model: ConsoleModel, _ frame: Frame) -> CellText
    /// The keys that the last row names.
    static func keys(_ model: ConsoleModel) -> [KeyHint]
    /// Takes a key before the keys that hold everywhere; false: it means nothing special here.
    static func handle(_ key: Key, _ model: inout ConsoleModel) -> Bool
    /// Whom and what an act would be on.
    static func target(_ model: ConsoleModel) -> ActTarget
    /// The screen is shown from now on, or the server is there again: asks what has to be known.
    static func opened(_ model: inout ConsoleModel)
    /// The answer to a question of this screen's; every screen hears every answer.
    static func answered(_ question: Question, _ answer: ConsoleAnswer, _ model: inout ConsoleModel)
    /// Brings the selections of its lists up to the rows there are; after every event.
    static func settle(_ model: inout ConsoleModel)
    /// Says what else the server has to tell while this screen is open.
    static func adjust(_ look: inout ConsoleLook, _ model: ConsoleModel)
    /// What `y` copies.
    static func copied(_ model: ConsoleModel) -> CellText?
    /// What `E` saves, as lines of comma separated values.
    static func exported(_ model: ConsoleModel) -> [[String]]?
}

extension ScreenView {
    static func handle(_ key: Key, _ model: inout ConsoleModel) -> Bool { false }
    static func target(_ model: ConsoleModel) -> ActTarget { ActTarget() }
    static func opened(_ model: inout ConsoleModel) {}
    static func answered(_ question: Question, _ answer: ConsoleAnswer, _ model: inout ConsoleModel) {}
    static func settle(_ model: inout ConsoleModel) {}
    static func adjust(_ look: inout ConsoleLook, _ model: ConsoleModel) {}
    static func copied(_ model: ConsoleModel) -> CellText? { nil }
    static func exported(_ model: ConsoleModel) -> [[String]]? { nil }
}

/// Whom and what an act is on.
struct ActTarget: Equatable, Sendable {
    /// How it was found, as the context row says.
    enum Source: String, Sendable {
        case nobody
        case tags
        case selection
        case row
        case pixelAuthor = "pixel author"
        case person
    }

    /// People, by id and name.
    var people: [PersonName] = []
    var source = Source.nobody
    /// The report that the act answers.
    var report: UInt64?
    /// The pixels that are selected.
    var area: PixelRectangle?
    /// A rectangle or a place to begin with, where nothing is selected.
    var place: (x: Int, y: Int)?

    static func == (first: ActTarget, second: ActTarget) -> Bool {
        first.people == second.people && first.source == second.source && first.report == second.report
            && first.area == second.area && first.place?.x == second.place?.x
            && first.place?.y == second.place?.y
    }

    /// The ids, as an act names them.
    var who: [String] { people.map(\.id) }

    /// As people read it: one name, or how many there are.
    var words: String {
        switch people.count {
        case 0: "nobody"
        case 1...3:
            people.map { $0.name.isEmpty ? String($0.id.prefix(8)) : $0.name }.joined(separator: ", ")
        default: counted(people.count, "person", "people")
        }
    }
}

extension ActTarget {
    /// Those people, each once. Who has no id is nobody.
    init(_ people: [PersonName], _ source: Source) {
        self.init()
        for person in people {
            let isKnown = self.people.contains { $0.id == person.id }
            if !person.id.isEmpty && !isKnown { self.people.append(person) }
        }
        self.source = self.people.isEmpty ? .nobody : source
    }
}

extension ConsoleModel {
    /// Whom and what an act would be on now.
    var target: ActTarget { activeScreen.view.target(self) }
}
