(function () {
  var line = document.querySelector('.yours');
  try {
    var own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    var start = new Date(line.dataset.start), end = new Date(line.dataset.end);
    var same = function (zone) {
      return new Intl.DateTimeFormat('en', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(start);
    };
    if (!own || same(own) === same(line.dataset.zone)) return;
    var said = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'full', timeStyle: 'short' });
    line.querySelector('.own').textContent = said.formatRange(start, end) + ' (' + own.replace(/_/g, ' ') + ')';
    line.hidden = false;
  } catch (error) { /* The event's own time stands above. */ }
})();
