console.log('http')
