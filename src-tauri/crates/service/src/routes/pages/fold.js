(function () {
  var form = document.querySelector('form[data-fold]');
  if (!form) return;
  var said = function (id) {
    return Array.prototype.filter.call(form.elements, function (one) {
      return one.name === 'q.' + id && !one.disabled && (one.type !== 'checkbox' && one.type !== 'radio' || one.checked);
    }).map(function (one) { return one.value; });
  };
  var fold = function () {
    form.querySelectorAll('[data-when]').forEach(function (part) {
      var words = said(part.dataset.when);
      var asked = words.indexOf(part.dataset.is) >= 0 || part.dataset.is === 'no' && part.dataset.consent && !words.length;
      part.hidden = !asked;
      part.querySelectorAll('input,select,textarea').forEach(function (one) { one.disabled = !asked; });
    });
    form.querySelectorAll('.only').forEach(function (hint) { hint.hidden = true; });
  };
  form.addEventListener('change', fold);
  fold();
  form.addEventListener('submit', function () {
    setTimeout(function () { form.querySelectorAll('button').forEach(function (one) { one.disabled = true; }); }, 0);
  });
  addEventListener('pageshow', function () {
    form.querySelectorAll('button').forEach(function (one) { one.disabled = false; });
    fold();
  });
})();
(function () {
  if (window.parent === window || !document.body.classList.contains('framed')) return;
  var tell = function () {
    window.parent.postMessage({ lectern: 'height', height: Math.ceil(document.body.getBoundingClientRect().height) }, '*');
  };
  new ResizeObserver(tell).observe(document.body);
  tell();
})();
