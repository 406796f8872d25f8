// Understanding --fail. Node names may contain '-', so "link:a-b" is tried at every dash (and at "--");
// exactly one reading must name a link.

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest_word.h"
#include "study/questions.h"

namespace ringfence::study {
namespace {

using exposure::FailureKind;
using exposure::FailureUnit;

/// "a[if]" taken apart; the interface is empty when there is none.
struct NamedEnd {
  std::string node;
  std::string interface;
};

NamedEnd SplitEnd(std::string_view text) {
  const std::size_t open = text.find('[');
  if (open == std::string_view::npos || !text.ends_with(']')) return {std::string(text), ""};
  return {std::string(text.substr(0, open)), std::string(text.substr(open + 1, text.size() - open - 2))};
}

class Reader {
 public:
  Reader(Snapshot& snapshot, Failures& failures)
      : snapshot_(snapshot), network_(*snapshot.network), failures_(failures) {}

  bool Read(const std::string& text) {
    const std::size_t colon = text.find(':');
    const std::string kind = text.substr(0, colon);
    const std::string name = colon == std::string::npos ? "" : text.substr(colon + 1);
    if (kind == "link") return ReadLink(name);
    if (kind == "interface") return ReadInterface(name);
    if (kind == "node" || kind == "circuit" || kind == "line-system") return ReadUnit(kind, name);
    return Unknown(fmt::format("'{}' names no kind of failure", text),
                   "Write link:a-b, interface:a[if], node:a, circuit:id or line-system:id.");
  }

 private:
  bool Unknown(std::string what, std::string hint) {
    snapshot_.diagnostics.Add(
        {base::DiagnosticKind::kFailElementUnknown, {}, std::move(what), {}, std::move(hint)});
    return false;
  }

  bool Matches(model::Endpoint end, const NamedEnd& named) const {
    if (network_.FindNode(named.node) != end.node) return false;
    const model::Interface& interface = network_.InterfaceAt(end);
    return named.interface.empty() || interface.name == named.interface ||
           interface.parent == named.interface;
  }

  /// Interfaces on a wire, by end for a switched cable.
  std::vector<model::Endpoint> EndsOf(std::size_t wire) const {
    if (wire < network_.links().size()) return network_.links()[wire].ends;
    std::vector<model::Endpoint> ends;
    const routing::SwitchedCable& cable = network_.cables()[wire - network_.links().size()];
    for (int side = 0; side < 2; ++side) {
      for (const model::InterfaceIndex port : cable.ports[side]) ends.push_back({cable.nodes[side], port});
    }
    return ends;
  }

  bool Joins(std::size_t wire, const NamedEnd& a, const NamedEnd& b) const {
    const std::vector<model::Endpoint> ends = EndsOf(wire);
    for (const model::Endpoint& first : ends) {
      for (const model::Endpoint& second : ends) {
        if (first != second && Matches(first, a) && Matches(second, b)) return true;
      }
    }
    return false;
  }

  bool ReadLink(const std::string& name) {
    // Cables are what fails of a switched link, so they are meant where both have the name.
    std::vector<const FailureUnit*> found;
    for (const FailureUnit& unit : snapshot_.world->failures) {
      if (unit.kind != FailureKind::kLink) continue;
      bool named = unit.name == name;
      for (std::size_t dash = name.find('-'); dash != std::string::npos && !named;
           dash = name.find('-', dash + 1)) {
        std::string_view right = std::string_view(name).substr(dash + 1);
        if (right.starts_with('-')) right.remove_prefix(1);
        named = Joins(unit.wire, SplitEnd(std::string_view(name).substr(0, dash)), SplitEnd(right));
      }
      if (named) found.push_back(&unit);
    }
    if (found.empty()) {
      std::vector<std::string_view> names;
      for (const FailureUnit& unit : snapshot_.world->failures) {
        if (unit.kind == FailureKind::kLink) names.push_back(unit.name);
      }
      const auto nearest = base::NearestWord(name, names);
      return Unknown(fmt::format("there is no link '{}'", name),
                     nearest ? fmt::format("Did you mean '{}'?", *nearest) : "Name the two nodes: link:a-b.");
    }
    if (found.size() > 1) {
      return Unknown(fmt::format("'{}' names {} links", name, found.size()),
                     fmt::format("Name the interfaces, for example link:{}.", found[0]->name));
    }
    exposure::Fail(*found[0], failures_.state);
    failures_.labels.push_back(found[0]->Label());
    return true;
  }

  bool ReadInterface(const std::string& name) {
    const NamedEnd named = SplitEnd(name);
    const model::NodeId node = network_.FindNode(named.node);
    if (!node.valid())
      return Unknown(fmt::format("there is no node '{}'", named.node), "Write interface:node[interface].");
    const model::InterfaceIndex index =
        model::FindInterface(network_.nodes()[node.index()].config.device, named.interface);
    if (!index.valid())
      return Unknown(fmt::format("'{}' has no interface '{}'", named.node, named.interface),
                     "Use the name the device prints.");
    failures_.state.FailInterface({node, index});
    failures_.labels.push_back("interface:" + name);
    return true;
  }

  bool ReadUnit(const std::string& kind, const std::string& name) {
    std::vector<std::string_view> names;
    for (const FailureUnit& unit : snapshot_.world->failures) {
      if (exposure::kFailureKindNames[static_cast<std::size_t>(unit.kind)] != kind) continue;
      names.push_back(unit.name);
      if (unit.name != name) continue;
      exposure::Fail(unit, failures_.state);
      failures_.labels.push_back(unit.Label());
      return true;
    }
    if (kind == "node" && network_.FindNode(name).valid()) {
      failures_.state.FailNode(network_.FindNode(name));
      failures_.labels.push_back("node:" + name);
      return true;
    }
    const auto nearest = base::NearestWord(name, names);
    return Unknown(fmt::format("there is no {} '{}'", kind, name),
                   nearest ? fmt::format("Did you mean '{}'?", *nearest) : "");
  }

  Snapshot& snapshot_;
  const routing::Network& network_;
  Failures& failures_;
};

}  // namespace

std::optional<Failures> ReadFailures(Snapshot& snapshot, const std::vector<std::string>& texts) {
  Failures failures{{}, routing::FailureState(*snapshot.network)};
  Reader reader(snapshot, failures);
  bool ok = true;
  for (const std::string& text : texts) ok = reader.Read(text) && ok;
  if (!ok) return std::nullopt;
  return failures;
}

}  // namespace ringfence::study
