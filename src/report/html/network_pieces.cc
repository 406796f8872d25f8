// The map: places, elements with their parties, links with what lies under them, and what can fail. Then what
// is open.

#include "report/html/page_pieces.h"

namespace ringfence::report::html {
namespace {

using base::JsonWriter;

void Position(JsonWriter& json, const std::optional<model::Position>& position) {
  if (!position) return;
  json.Key("at")
      .BeginArray()
      .Decimal(position->latitude_deg, 5)
      .Decimal(position->longitude_deg, 5)
      .EndArray();
}

void ElementObject(const Page& page, const exposure::WorldElement& element) {
  JsonWriter& json = page.json;
  const model::Element& facts = element.facts;
  json.BeginObject().Field("name", facts.name).Field("kind", model::NameOf(facts.kind));
  json.Field("role", facts.role).Field("function", facts.function).Field("site", facts.site);
  json.Field("node", element.node.valid()).Field("listed", element.in_inventory);
  Position(json, element.position);
  json.Field("hosted_on", facts.hosted_on).Field("attached_to", facts.attached_to);
  Array(json, "stores", facts.stores);
  json.Key("parties").BeginArray();
  for (std::size_t i = 0; i < element.parties.size(); ++i) {
    json.BeginObject()
        .Field("role", model::kPartyRoleNames[static_cast<std::size_t>(facts.parties[i].role)])
        .Field("party", facts.parties[i].party)
        .EndObject();
  }
  json.EndArray();
  if (facts.span.valid()) {
    page.sources.Cite(facts.span);
    json.Field("line", page.names.Place(facts.span));
  }
  json.EndObject();
}

void Layer(const Page& page, const exposure::LinkLayer& layer) {
  for (const auto& [key, members] :
       {std::pair("circuits", &layer.circuits), std::pair("line_systems", &layer.line_systems)}) {
    page.json.Key(key).BeginArray();
    for (const model::ElementId element : *members) page.json.String(page.names.Element(element));
    page.json.EndArray();
  }
}

/// The links and the switched cables, as one list of what can be cut.
void Wires(const Page& page) {
  const routing::Network& network = *page.snapshot.network;
  const exposure::World& world = *page.snapshot.world;
  page.json.Key("links").BeginArray();
  for (std::size_t wire = 0; wire < network.wire_count(); ++wire) {
    page.json.BeginObject().Field("name", network.WireName(wire)).Key("ends").BeginArray();
    if (wire < network.links().size()) {
      for (const model::Endpoint& end : network.links()[wire].ends)
        page.json.BeginArray()
            .String(page.names.Node(end.node))
            .String(page.names.Interface(end.node, end.interface))
            .EndArray();
    } else {
      const routing::SwitchedCable& cable = network.cables()[wire - network.links().size()];
      for (std::size_t side = 0; side < 2; ++side) {
        const std::string port =
            cable.ports[side].empty() ? "" : page.names.Interface(cable.nodes[side], cable.ports[side][0]);
        page.json.BeginArray().String(page.names.Node(cable.nodes[side])).String(port).EndArray();
      }
    }
    page.json.EndArray();
    if (wire < world.layers.size()) Layer(page, world.layers[wire]);
    page.json.EndObject();
  }
  page.json.EndArray();
}

void Relation(const Page& page, const exposure::Relation& relation) {
  const bool manages = relation.kind == exposure::RelationKind::kManages;
  page.json.BeginObject()
      .Field("subject", page.names.Element(relation.subject))
      .Field("object", page.names.Element(relation.object))
      .Field("relation", manages ? "manages" : "hosts")
      .Field("effective", relation.effective)
      .Field("because", relation.because);
  page.sources.Cite(relation.spans);
  page.json.Key("lines").BeginArray();
  for (const base::Span line : relation.spans) page.json.String(page.names.Place(line));
  page.json.EndArray().EndObject();
}

void Failures(const Page& page) {
  page.json.Key("failures").BeginArray();
  for (const exposure::FailureUnit& unit : page.snapshot.world->failures) {
    page.json.BeginObject().Field("label", unit.Label()).Key("links").BeginArray();
    for (const model::LinkId link : unit.links)
      page.json.String(page.snapshot.network->WireName(link.index()));
    page.json.EndArray().Key("nodes").BeginArray();
    for (const model::NodeId node : unit.nodes) page.json.String(page.names.Node(node));
    page.json.EndArray().EndObject();
  }
  page.json.EndArray();
}

}  // namespace

void NetworkPieces(const Page& page) {
  JsonWriter& json = page.json;
  const model::Inventory& inventory = page.snapshot.inventory;
  json.Key("sites").BeginArray();
  for (const model::Site& site : inventory.sites) {
    json.BeginObject().Field("id", site.id).Field("name", site.name).Field("kind", site.kind);
    Position(json, site.position);
    json.EndObject();
  }
  json.EndArray().Key("elements").BeginArray();
  for (const exposure::WorldElement& element : page.snapshot.world->elements) ElementObject(page, element);
  json.EndArray();
  Wires(page);
  json.Key("circuits").BeginArray();
  for (const model::Circuit& circuit : inventory.circuits) {
    json.BeginObject().Field("name", circuit.id).Key("ends").BeginArray();
    for (const model::CircuitEnd& end : circuit.ends) json.String(end.element);
    json.EndArray();
    Array(json, "over", circuit.over);
    json.EndObject();
  }
  json.EndArray().Key("access").BeginArray();
  for (const exposure::Relation& relation : page.snapshot.world->relations) Relation(page, relation);
  json.EndArray();
  Failures(page);
}

void OpenPieces(const Page& page) {
  JsonWriter& json = page.json;
  json.Key("open_lines").BeginArray();
  for (const exposure::OpenLine& line : page.snapshot.cones->lines()) {
    page.sources.Cite(line.span);
    json.BeginObject().Field("node", page.names.Node(line.node));
    json.Field("line", page.names.Place(line.span)).Field("text", page.names.Line(line.span));
    json.Field("reason", line.reason).Field("impact", std::uint64_t{line.impact.bits}).EndObject();
  }
  json.EndArray().Key("missing").BeginArray();
  for (const exposure::AccessDoubt& doubt : page.snapshot.world->access_doubts) {
    page.sources.Cite(doubt.spans);
    json.BeginObject().Field("element", page.names.Element(doubt.target));
    json.Field("manager", page.names.Element(doubt.manager)).Field("text", doubt.missing).EndObject();
  }
  for (const exposure::WorldElement& element : page.snapshot.world->elements) {
    if (!exposure::NeedsMaker(element)) continue;
    bool made = false;
    for (const model::ElementParty& party : element.facts.parties)
      made = made || party.role == model::PartyRole::kMaker;
    if (!made) json.BeginObject().Field("element", element.facts.name).Field("text", "maker").EndObject();
  }
  json.EndArray();
}

}  // namespace ringfence::report::html
