import Cells
import Wire

extension LiveScreen {
    static func handle(_ key: Key, _ model: inout ConsoleModel) -> Bool {
        if case .mouse(let event) = key { return takeMouse(event, &model) }
        if let step = step(key, model) {
            let (x, isOverX) = model.live.cursorX.addingReportingOverflow(step.x)
            let (y, isOverY) = model.live.cursorY.addingReportingOverflow(step.y)
            guard !isOverX, !isOverY else { return true }
            model.moveCursor(toX: x, y: y)
            return true
        }
        let geometry = LiveGeometry(model.frame)
        switch key {
        case .character("v"):
            let isSelecting = model.live.anchor != nil
            // The second `v` leaves the rectangle as it is.
            model.live.anchor = isSelecting ? nil : (model.live.cursorX, model.live.cursorY)
            if !isSelecting { model.moveCursor(toX: model.live.cursorX, y: model.live.cursorY) }
        case .character("V"): (model.live.selection, model.live.anchor) = (nil, nil)
        case .escape:
            guard model.live.selection != nil else { return false }
            (model.live.selection, model.live.anchor) = (nil, nil)
        case .character("+"), .character("="):
            model.live.zoom(to: model.live.viewport.zoom.nearer, geometry: geometry)
        case .character("-"):
            guard model.live.viewport.zoom < fitting(model) else { return true }
            model.live.zoom(to: model.live.viewport.zoom.farther, geometry: geometry)
        case .character("0"): showWhole(&model, geometry)
        case .character("G"): model.live.isDotted.toggle()
        case .enter:
            guard let author = model.target.people.first else {
                model.refuse("nobody placed this pixel")
                return true
            }
            model.openPerson(author)
        default: return false
        }
        return true
    }

    /// How far a key moves the cursor.
    private static func step(_ key: Key, _ model: ConsoleModel) -> (x: Int, y: Int)? {
        // One key moves by what can be seen as a move.
        let unit = model.live.viewport.zoom.reduction
        let inside = LiveGeometry(model.frame).canvas.inset(by: 1)
        let size = model.live.viewport.size(columns: inside.width, rows: inside.height)
        switch key {
        case .arrow(let arrow, let isShifted):
            let count = isShifted ? 10 * unit : unit
            return switch arrow {
            case .up: (0, -count)
            case .down: (0, count)
            case .left: (-count, 0)
            case .right: (count, 0)
            }
        case .character("h"): return (-unit, 0)
        case .character("l"): return (unit, 0)
        case .character("k"): return (0, -unit)
        case .character("j"): return (0, unit)
        case .character("H"): return (-10 * unit, 0)
        case .character("L"): return (10 * unit, 0)
        case .character("K"): return (0, -10 * unit)
        case .character("J"): return (0, 10 * unit)
        case .pageUp: return (0, -max(1, size.height / 2))
        case .pageDown: return (0, max(1, size.height / 2))
        case .home: return (-max(1, size.width / 2), 0)
        case .end: return (max(1, size.width / 2), 0)
        default: return nil
        }
    }

    /// The zoom that shows all of the board.
    private static func fitting(_ model: ConsoleModel) -> Zoom {
        guard let mirror = model.board else { return .exact }
        let inside = LiveGeometry(model.frame).canvas.inset(by: 1)
        var view = model.live.viewport
        view.zoom = .exact
        let size = view.size(columns: max(1, inside.width), rows: max(1, inside.height))
        let reduction = max(
            (mirror.width + size.width - 1) / size.width, (mirror.height + size.height - 1) / size.height)
        return .reduced(by: reduction)
    }

    private static func showWhole(_ model: inout ConsoleModel, _ geometry: LiveGeometry) {
        guard let mirror = model.board else { return }
        let whole = fitting(model)
        if model.live.viewport.zoom == whole {
            return model.live.zoom(to: .exact, geometry: geometry)
        }
        model.live.viewport.zoom = whole
        let inside = geometry.canvas.inset(by: 1)
        model.live.viewport.centre(
            onX: mirror.width / 2, y: mirror.height / 2, columns: inside.width, rows: inside.height)
    }

    private static func takeMouse(_ event: MouseEvent, _ model: inout ConsoleModel) -> Bool {
        let geometry = LiveGeometry(model.frame)
        let inside = geometry.canvas.inset(by: 1)
        guard inside.contains(x: event.x, y: event.y) else { return takeFeedClick(event, &model, geometry) }
        let place = model.live.viewport.pixel(column: event.x - inside.x, row: event.y - inside.y)
        switch event.kind {
        case .press:
            (model.live.selection, model.live.anchor) = (nil, nil)
            model.moveCursor(toX: place.x, y: place.y)
        case .drag:
            if model.live.anchor == nil { model.live.anchor = (model.live.cursorX, model.live.cursorY) }
            model.moveCursor(toX: place.x, y: place.y)
        case .release: model.live.anchor = nil
        case .wheelUp: return handle(.character("+"), &model)
        case .wheelDown: return handle(.character("-"), &model)
        case .doubleClick: return handle(.enter, &model)
        }
        return true
    }

    /// A click on a line of the feed goes to its pixel.
    private static func takeFeedClick(
        _ event: MouseEvent, _ model: inout ConsoleModel, _ geometry: LiveGeometry
    ) -> Bool {
        let inside = geometry.feed.inset(by: 1)
        guard event.kind == .press, inside.contains(x: event.x, y: event.y) else { return false }
        let lines = model.live.pausedFeed ?? model.world.feed
        let row = event.y - inside.y
        guard lines.indices.contains(row) else { return true }
        model.moveCursor(toX: lines[row].x, y: lines[row].y, isCentred: true)
        return true
    }
}
