#include "report/names.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/secrets.h"

namespace ringfence::report {

const std::string& Names::Node(model::NodeId node) const {
  return snapshot_.network->nodes()[node.index()].config.device.name;
}

std::string Names::Interface(model::NodeId node, model::InterfaceIndex interface) const {
  if (!node.valid() || !interface.valid()) return "";
  return snapshot_.network->nodes()[node.index()].config.device.interfaces[interface.index()].name;
}

const std::string& Names::Element(model::ElementId element) const { return snapshot_.world->NameOf(element); }

std::string Names::Party(model::PartyId party) const {
  return party.valid() ? snapshot_.policy.parties[party.index()].id : "";
}

const std::string& Names::Flow(model::FlowId flow) const { return snapshot_.policy.flows[flow.index()].id; }

std::vector<std::string> Names::Failures(const exposure::FailureSet& set) const {
  std::vector<std::string> labels;
  for (std::uint32_t unit : set) labels.push_back(snapshot_.world->failures[unit].Label());
  return labels;
}

std::vector<std::string> Names::Elements(const base::BitSet& set) const {
  std::vector<std::string> names;
  set.ForEach([&](std::size_t element) { names.push_back(Element(model::ElementId(element))); });
  std::ranges::sort(names);
  return names;
}

std::string Names::Place(base::Span span) const {
  span.column = 0;
  return snapshot_.sources.Describe(span);
}

std::string Names::Line(base::Span span) const {
  std::string_view text = snapshot_.sources.LineText(span);
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  if (!masked_ || !span.valid()) return std::string(text);
  return ShownLine(snapshot_.sources.PlaceOf(span).file, text);
}

}  // namespace ringfence::report
