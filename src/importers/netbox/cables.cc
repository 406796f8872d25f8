// A front port of a patch panel is one position of a rear port behind it. A cable into a front port goes on
// from the rear port, and out of another panel's rear port at the front port of the same position: so
// positions are remembered on the way in and taken back on the way out, the last first, as trunks lie within
// trunks. A rear port of one position needs no memory. A way takes each cable once, so it ends.

#include "importers/netbox/cables.h"

#include <fmt/format.h>

#include <algorithm>

namespace ringfence::importers::netbox {
namespace {

using base::NodeRef;

constexpr std::string_view kFront = "dcim.frontport", kRear = "dcim.rearport";

bool IsPanelPort(const End& end) { return end.type == kFront || end.type == kRear; }

/// A number under a key; 1 when it is not said, 0 (diagnosed) when it is none.
std::uint32_t NumberAt(const Object& object, std::string_view key) {
  const NodeRef node = object.Field(key);
  return object.file->Empty(node) ? 1 : object.file->Number(node, key).value_or(0);
}

}  // namespace

Cabling::Cabling(const Objects& objects, Import& import) : objects_(objects), import_(import) {
  ReadPorts();
  FindPanels();
  ReadCables();
  ReadTerminations();
}

void Cabling::ReadPorts() {
  for (const Object* rear : objects_.Of(kRear)) {
    count_of_[rear->id] = NumberAt(*rear, "positions");
  }
  for (const Object* front : objects_.Of(kFront)) {
    const std::string rear = objects_.IdAt(*front, "rear_port");
    if (rear.empty()) {
      import_.Leave("NetBox: front ports whose rear port is not said", front->span());
      continue;
    }
    const NodeRef stated = front->Field("rear_port_position");
    const std::uint32_t position = NumberAt(*front, "rear_port_position");
    const auto [first, fresh] = front_of_.emplace(Position(rear, position), front->id);
    if (fresh)
      rear_of_[front->id] = {rear, position};
    else
      front->file->Invalid(stated.valid() ? stated : front->fields,
                           fmt::format("front ports {} and {} have one position of rear port {}",
                                       first->second, front->id, rear));
  }
}

void Cabling::FindPanels() {
  for (const std::string_view model : {kFront, kRear}) {
    for (const Object* port : objects_.Of(model)) panels_.insert(objects_.IdAt(*port, "device"));
  }
  for (const Object* interface : objects_.Of("dcim.interface"))
    panels_.erase(objects_.IdAt(*interface, "device"));
}

void Cabling::ReadCables() {
  for (const Object* object : objects_.Of("dcim.cable")) {
    Cable& cable = cables_[object->id];
    cable.object = object;
    for (int side = 0; side < 2; ++side) {
      const std::string name = side == 0 ? "a" : "b";
      const NodeRef list = object->Field(name + "_terminations");
      if (!object->file->Empty(list)) {
        for (const NodeRef one : object->file->tree().Items(list)) {
          const NodeRef type = object->file->tree().Find(one, "object_type");
          cable.sides[side].push_back({objects_.TypeAt(*object, type), object->file->At(one, "object_id"),
                                       object->file->tree().Find(one, "object"), object});
        }
      } else if (!object->file->Empty(object->Field("termination_" + name + "_id"))) {
        cable.sides[side].push_back({objects_.TypeAt(*object, object->Field("termination_" + name + "_type")),
                                     object->Text("termination_" + name + "_id"),
                                     object->Field("termination_" + name), object});
      }
    }
  }
}

void Cabling::ReadTerminations() {
  for (const Object* object : objects_.Of("dcim.cabletermination")) {
    const auto cable = cables_.find(objects_.IdAt(*object, "cable"));
    const std::string side = object->Text("cable_end");
    if (cable == cables_.end() || (side != "A" && side != "B")) {
      object->file->Add(base::DiagnosticKind::kNameUnknown, object->span(),
                        "the end of a cable that is not here, or neither A nor B");
      continue;
    }
    // The interface tells it too: a cable that already has its ends is not given them twice.
    std::vector<End>& ends = cable->second.sides[side == "B"];
    End end{objects_.TypeAt(*object, object->Field("termination_type")),
            object->Text("termination_id"),
            {},
            cable->second.object};
    const bool told =
        std::ranges::any_of(ends, [&](const End& one) { return one.type == end.type && one.id == end.id; });
    if (!told) ends.push_back(std::move(end));
  }
}

bool Cabling::Usable(const Cable& cable) {
  const Object& object = *cable.object;
  const std::string status = object.Text("status");
  if (status == "planned" || status == "decommissioning")
    return import_.Leave(fmt::format("NetBox: cables with status {}", status), object.span()), false;
  if (cable.sides[0].size() != 1 || cable.sides[1].size() != 1)
    return import_.Leave("NetBox: cables that do not have one end on each side", object.span()), false;
  return true;
}

std::vector<CablePath> Cabling::Paths() {
  std::vector<std::string> usable;
  for (const auto& [id, cable] : cables_) {
    if (!Usable(cable)) continue;
    usable.push_back(id);
    for (int side = 0; side < 2; ++side) {
      const End& end = cable.sides[side][0];
      const auto [first, fresh] = cable_at_.emplace(Key(end.type, end.id), std::pair(id, side));
      if (!fresh && IsPanelPort(end))
        end.cable->file->Invalid(end.cable->fields, fmt::format("cables {} and {} end at one {}",
                                                                first->second.first, id, end.type));
    }
  }
  std::vector<CablePath> paths;
  std::set<std::pair<Key, Key>> known;  // a way is found from both of its ends
  for (const std::string& id : usable) {
    const Cable& cable = cables_[id];
    for (int side = 0; side < 2; ++side) {
      const End& from = cable.sides[side][0];
      if (IsPanelPort(from)) continue;
      const auto to = Follow(id, 1 - side);
      if (!to) continue;
      const Key one(from.type, from.id), other(to->type, to->id);
      if (known.emplace(std::min(one, other), std::max(one, other)).second) paths.push_back({{from, *to}});
    }
  }
  for (const std::string& id : usable) {
    const Cable& cable = cables_[id];
    if (IsPanelPort(cable.sides[0][0]) && IsPanelPort(cable.sides[1][0]) && !passed_.contains(id))
      import_.Leave("NetBox: cables between patch panels that no cable of a device goes on from",
                    cable.object->span());
  }
  return paths;
}

std::optional<End> Cabling::Follow(const std::string& cable, int side) {
  std::vector<std::uint64_t> positions;
  std::set<std::string> taken = {cable};
  End end = cables_[cable].sides[side][0];
  while (IsPanelPort(end)) {
    const auto port = Through(end, positions);
    const auto next = port ? cable_at_.find(*port) : cable_at_.end();
    if (next == cable_at_.end() || !taken.insert(next->second.first).second) {
      import_.Leave(port ? "NetBox: cables that end in a patch panel"
                         : "NetBox: cables into patch panels whose ports are not here, or lead to several",
                    cables_[cable].object->span());
      return std::nullopt;
    }
    const auto& [id, at] = next->second;
    end = cables_[id].sides[1 - at][0];
    if (IsPanelPort(end)) passed_.insert(id);
  }
  return end;
}

std::optional<Cabling::Key> Cabling::Through(const End& port, std::vector<std::uint64_t>& positions) const {
  if (port.type == kFront) {
    const auto rear = rear_of_.find(port.id);
    if (rear == rear_of_.end()) return std::nullopt;
    const auto count = count_of_.find(rear->second.first);
    if (count == count_of_.end()) return std::nullopt;
    if (count->second > 1) positions.push_back(rear->second.second);
    return Key(kRear, rear->second.first);
  }
  const auto count = count_of_.find(port.id);
  if (count == count_of_.end()) return std::nullopt;
  std::uint64_t position = 1;
  if (count->second > 1) {
    if (positions.empty()) return std::nullopt;
    position = positions.back();
    positions.pop_back();
  }
  const auto front = front_of_.find({port.id, position});
  return front == front_of_.end() ? std::nullopt : std::optional(Key(kFront, front->second));
}

}  // namespace ringfence::importers::netbox
