import Cells

/// The lists whose selection, tags, filter and order are kept while other screens are open.
enum ListName: Hashable, Sendable, CaseIterable {
    case clients
    case reports
    case people
    case areas
    case bans
    case watches
    case audit
}

/// By which column a list is sorted.
struct ListSort: Equatable, Sendable {
    var column: String
    var isDescending = false
}

/// What somebody has picked in a list. Rows are known by identity: they move, and nobody acts on another row
/// than the one that was chosen.
struct ListState: Equatable, Sendable {
    /// More rows are not tagged: an act names each of them.
    static let tagsMax = 200

    /// The row under the cursor; nil: none was chosen, or it is gone.
    var selected: String?
    /// Where it was when it was last seen.
    var lastIndex = 0
    /// The row that was selected is gone by nobody's hand here.
    var isGone = false
    /// A row that goes away now does so by an act of this console, and the next one takes its place.
    var mayMoveOn = false
    var tags: Set<String> = []
    /// Where a range began.
    var anchor: String?
    var filter = ""
    var sort: ListSort?
    /// The first row that is shown.
    var top = 0

    /// Brings the selection up to the rows there are, in order.
    mutating func settle(_ identities: [String], rowsShown: Int) {
        // Tags outlive a filter; what has left the server is dropped with the answer of the act instead.
        if let selected, let index = identities.firstIndex(of: selected) {
            lastIndex = index
            isGone = false
            mayMoveOn = false
        } else if selected == nil && !isGone {
            select(0, identities)
        } else {
            selected = nil
            isGone = true
            if mayMoveOn {
                select(lastIndex, identities)
                mayMoveOn = false
            }
        }
        if let anchor, !identities.contains(anchor) { self.anchor = nil }
        scroll(count: identities.count, rowsShown: rowsShown)
    }

    mutating func select(_ index: Int, _ identities: [String]) {
        guard !identities.isEmpty else {
            (selected, lastIndex) = (nil, 0)
            return
        }
        lastIndex = min(max(0, index), identities.count - 1)
        selected = identities[lastIndex]
        isGone = false
    }

    private mutating func scroll(count: Int, rowsShown: Int) {
        let rows = max(1, rowsShown)
        top = min(top, lastIndex)
        top = max(top, lastIndex - rows + 1)
        top = max(0, min(top, count - rows))
    }

    /// The rows between the anchor and the selection, these too.
    func range(_ identities: [String]) -> ArraySlice<String> {
        guard let anchor, let selected, let first = identities.firstIndex(of: anchor),
            let last = identities.firstIndex(of: selected)
        else { return [] }
        return identities[min(first, last)...max(first, last)]
    }
}
