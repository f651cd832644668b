"""The template that Jinja2 and MiniJinja render."""

SOURCE = (
    '<table class="visitors"><thead><tr><th>No.</th><th>Name</th><th>City</th><th>Amount</th></tr>'
    "</thead><tbody>{% for number, name, city, amount, late in rows %}"
    '<tr data-id="{{ number }}"{% if late %} class="late"{% endif %}>'
    '<td>{{ number }}</td><td>{{ name }}</td><td>{{ city }}</td><td class="amount">{{ amount }}'
    "</td></tr>{% endfor %}</tbody></table>"
)
